import type { EvaluatedLosses, PretrainEvent } from '@bertkit/training';

type EventOf<Kind extends PretrainEvent['kind']> = Extract<PretrainEvent, { kind: Kind }>;

/** What a display shows of a pre-training run: the last event of each kind, and smoothed figures. */
export class RunView {
  corpus: EventOf<'corpus'> | undefined;
  start: EventOf<'start'> | undefined;
  step: EventOf<'step'> | undefined;
  evaluation: EventOf<'evaluation'> | undefined;
  checkpoint: EventOf<'checkpoint'> | undefined;
  /** The masked-LM loss, smoothed, from the beginning of this run to now. */
  readonly history = new History();
  private readonly means = Array.from({ length: 4 }, () => new RunningMean());

  update(event: PretrainEvent): void {
    if (event.kind === 'step') {
      for (const [i, value] of figures(event).entries()) this.means[i]?.add(value);
      this.history.add(this.smoothed.maskedLm.loss);
    }
    Object.assign(this, { [event.kind]: event });
  }

  /** Of the last updates, twenty or so: a single batch jumps about. */
  get smoothed(): EvaluatedLosses {
    const [loss = 0, accuracy = 0, nextLoss = 0, nextAccuracy = 0] = this.means.map((mean) => mean.value);
    return { maskedLm: { loss, accuracy }, nextSentence: { loss: nextLoss, accuracy: nextAccuracy } };
  }
}

function figures({ maskedLm, nextSentence }: EvaluatedLosses): number[] {
  return [maskedLm.loss, maskedLm.accuracy, nextSentence.loss, nextSentence.accuracy];
}

/** A mean that forgets: an exponential one, right from the first value. */
class RunningMean {
  private sum = 0;
  private weight = 0;

  add(value: number): void {
    this.sum = 0.95 * this.sum + 0.05 * value;
    this.weight = 0.95 * this.weight + 0.05;
  }

  get value(): number {
    return this.sum / this.weight;
  }
}

/** A course of numbers, however long, in some hundred of them: means of equal parts. */
class History {
  readonly values: number[] = [];
  private perValue = 1;
  private sum = 0;
  private count = 0;

  add(value: number): void {
    this.sum += value;
    if (++this.count < this.perValue) return;
    this.values.push(this.sum / this.count);
    this.sum = 0;
    this.count = 0;
    if (this.values.length < 256) return;
    const halved = Array.from(
      { length: 128 },
      (_, i) => ((this.values[2 * i] ?? 0) + (this.values[2 * i + 1] ?? 0)) / 2,
    );
    this.values.splice(0, this.values.length, ...halved);
    this.perValue *= 2;
  }
}
