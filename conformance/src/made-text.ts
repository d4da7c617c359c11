import { Random } from '@bertkit/random';

/**
 * Documents of plain sentences, each about one person and one place, in English and in Chinese: enough to learn
 * something from in a few steps, and nobody's property.
 */
export function madeDocuments(count: number, seed: number): string[][] {
  const random = new Random(seed, 'text');
  const pick = (words: readonly string[]) => words[random.below(words.length)] ?? '';
  return Array.from({ length: count }, (_, i) => {
    const { people, places, things, sentences } = i % 2 === 0 ? english : chinese;
    const person = pick(people);
    const place = pick(places);
    return Array.from({ length: 5 + random.below(6) }, () =>
      pick(sentences).replace('PERSON', person).replace('PLACE', place).replace('THING', pick(things)),
    );
  });
}

const english = {
  people: ['Anna', 'Peter', 'Maria', 'the miller', 'an old sailor', 'our teacher'],
  places: ['the harbour', 'a small village', 'the mountains', 'the market', 'the old library'],
  things: ['bread', 'a letter', 'two horses', 'a blue door', "the sailors' songs", 'warm rain'],
  sentences: [
    'In the morning PERSON walks to PLACE.',
    "PERSON doesn't forget THING.",
    'Nobody in PLACE has seen THING before.',
    'Was it PERSON who brought THING to PLACE?',
    'At PLACE there is THING, and PERSON knows why.',
    'The wind blew over PLACE all night.',
  ],
};

const chinese = {
  people: ['小明', '王老师', '那个船长', '李医生', '我的邻居'],
  places: ['海边', '村子里', '图书馆', '山上', '市场'],
  things: ['面包', '一封信', '两匹马', '蓝色的门', '一首歌'],
  sentences: [
    '早上PERSON去了PLACE。',
    'PERSON没有忘记THING。',
    'PLACE的人从来没见过THING。',
    '是PERSON把THING带到PLACE的吗？',
    'PLACE有THING，PERSON知道为什么。',
    '风在PLACE吹了一整夜。',
  ],
};
