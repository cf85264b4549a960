// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_PEOPLE = [
  {
    name: 'leaver-stays-logged-in',
    says: 'Whoever is gone still has their sessions and delegations after a hand-over.',
    changes: [
      {
        file: 'server/usecases/hand-over.ts',
        from: 'if (hasLeft) await endPowers(',
        to: 'if (!hasLeft) await endPowers(',
      },
    ],
    tests: ['test/usecases/people.test.ts'],
  },
  {
    name: 'passed-over-approval-not-named',
    says: 'A hand-over is silent about an approval that still waits for the leaver.',
    changes: [
      {
        file: 'server/usecases/hand-over.ts',
        from: 'if (isAwaited(record.instance, how.from)) {',
        to: 'if (isAwaited(record.instance, how.from) && !result.isFull) {',
      },
    ],
    tests: ['test/usecases/people.test.ts'],
  },
  {
    name: 'outsider-said-to-be-unknown',
    says: 'Somebody of another company is told of as if there were nobody of that id.',
    changes: [
      {
        file: 'server/usecases/person-not-found.ts',
        from: "sight === 'hidden' ? 'outside' : 'unknown'",
        to: "sight === 'hidden' ? 'unknown' : 'outside'",
      },
    ],
    tests: ['test/http/absent-people.test.ts'],
  },
  {
    name: 'counted-by-every-name',
    says: 'Whoever is named by user_id and by open_id is two to the formulas and conditions of a form.',
    changes: [
      {
        file: 'server/usecases/people-in-form.ts',
        from: 'if (userIds.size === before) return form',
        to: 'if (userIds.size >= before) return form',
      },
    ],
    tests: ['test/usecases/people-in-form.test.ts'],
  },
]
