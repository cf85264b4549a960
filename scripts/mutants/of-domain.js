// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_DOMAIN = [
  {
    name: 'wall-clock-as-update-time',
    says: 'The clock of a change is the wall clock, which may stand still or go back.',
    changes: [
      {
        file: 'server/domain/engine/evolve.ts',
        from: 'const clock = Math.max(at, floor + 1)',
        to: 'const clock = at',
      },
    ],
    tests: ['test/domain/flow.property.test.ts'],
  },
  {
    name: 'equal-clock',
    says: 'A change in the same millisecond has the clock of the one before, which Feishu ignores.',
    changes: [
      {
        file: 'server/domain/engine/evolve.ts',
        from: 'Math.max(at, floor + 1)',
        to: 'Math.max(at, floor)',
      },
    ],
    tests: ['test/domain/flow.property.test.ts'],
  },
  {
    name: 'only-the-acted-card-settled',
    says: 'Cards of those who did not decide themselves stay open.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: 'const settle = ended.filter((taskId) => !opened.includes(taskId))',
        to: 'const settle = ended.filter((taskId) => taskId === act.taskId)',
      },
    ],
    tests: ['test/domain/effects.test.ts'],
  },
  {
    name: 'only-decisions-on-cards-settled',
    says: 'A decision that was made in a list or a page leaves its card open.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: 'const settle = ended.filter((taskId) => !opened.includes(taskId))',
        to: "const settle = act.via === 'card' ? ended : []",
      },
    ],
    tests: ['test/domain/effects.test.ts'],
  },
  {
    name: 'acted-card-left-to-feishu',
    says: 'The card that was pressed is not settled by us, as if next_status never failed.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: 'const settle = ended.filter((taskId) => !opened.includes(taskId))',
        to: "const settle = ended.filter((taskId) => taskId !== act.taskId || act.via !== 'card')",
      },
    ],
    tests: ['test/domain/settling.test.ts'],
  },
  {
    name: 'a-sync-for-every-change',
    says: 'Changes while Feishu is away queue one push each.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: "  if (kind === 'sync' && waiting) return record\n",
        to: '',
      },
    ],
    tests: ['test/domain/effects.test.ts'],
  },
  {
    name: 'cards-before-lists',
    says: 'A card may arrive before the list knows its task.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: "  if (sync) return [sync, ...inLine('attendance')]\n",
        to: '',
      },
    ],
    tests: ['test/domain/effects.test.ts'],
  },
  {
    name: 'parked-effect-blocks-later-ones',
    says: 'An effect that was given up keeps its turn, so that nothing after it is delivered.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: "  if (sync) return [sync, ...inLine('attendance')]\n",
        to: "  if (effects.some(({ kind }) => kind === 'sync')) return sync ? [sync] : []\n",
      },
    ],
    tests: ['test/domain/effects.test.ts'],
  },
  {
    name: 'decision-counts-twice',
    says: 'The same decision again is one more act of the history.',
    changes: [
      {
        file: 'server/domain/verbs/index.ts',
        from: `  if (rule.isDone?.(task)) return unchanged(instance)
  const refusal = rule.refusal(instance, task, at)
`,
        to: `  const refusal = rule.isDone?.(task) ? undefined : rule.refusal(instance, task, at)
`,
      },
    ],
    tests: ['test/domain/flow.test.ts'],
  },
  {
    name: 'a-new-card-for-every-retry',
    says: 'An operator who retries a card gets a new uuid while the old one still protects from a second card.',
    changes: [
      {
        file: 'server/domain/outbox/retry.ts',
        from: 'messageId === null && isTooLate(firstTriedAt, now)',
        to: 'messageId === null && firstTriedAt !== null && now > 0',
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
]
