import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { linearSchedule } from '@bertkit/training';
import { compareNumbers, type Tolerance } from '../compare.js';
import { filesIn, foldersIn, readJson } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import type { ScheduleSettings } from '../model-case.js';

interface ScheduleCases {
  readonly schedules: readonly (ScheduleSettings & { readonly lr: number; readonly values: readonly number[] })[];
}

/** Of the table of schedules: relative 1e-9, or 1e-15 where a rate is next to nothing. */
const ofRates: Tolerance = {
  of: (expected) => Math.max(1e-15, 1e-9 * Math.abs(expected)),
  text: '1e-9 × |value|, or 1e-15',
};

const notRun: Readonly<Record<string, string>> = {
  'clip.json': 'clip.json: clipping is part of train(), which the optimiser steps of the models check',
  'sentence_losses.json': 'sentence_losses.json, which comes with sentence embeddings',
  lora: 'lora, which comes later',
};

/** Learning rates. */
export async function runTraining({ folder, report }: GroupContext): Promise<void> {
  const path = join(folder, 'schedules.json');
  if (existsSync(path)) {
    for (const [i, { lr, values, ...schedule }] of readJson<ScheduleCases>(path).schedules.entries()) {
      await report.case(`${basename(folder)}/schedules ${i} ${schedule.name}`, (each) => {
        if (schedule.name !== 'linear_with_warmup')
          return each.skip(`the schedule ${schedule.name}, which comes later`);
        const rate = linearSchedule({
          learningRate: lr,
          warmupSteps: schedule.num_warmup_steps,
          steps: schedule.num_training_steps,
        });
        const rates = values.map((_, step) => rate(step));
        each.check('rates', compareNumbers(rates, values, ofRates));
      });
    }
  }
  for (const name of [...filesIn(folder), ...foldersIn(folder)]) {
    if (name !== 'schedules.json') report.skip(notRun[name] ?? `${name}, not known to this suite`);
  }
}
