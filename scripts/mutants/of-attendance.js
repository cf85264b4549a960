// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_ATTENDANCE = [
  {
    name: 'attendance-of-another-id',
    says: 'Each attempt to write into attendance has an id of its own.',
    changes: [
      {
        file: 'server/feishu/payloads/attendance.ts',
        from: 'idempotent_id: id,',
        to: 'idempotent_id: id + Math.random(),',
      },
    ],
    tests: ['test/delivery/attendance.test.ts'],
  },
  {
    name: 'attendance-left-behind',
    says: 'What was written into attendance stays there when the approval is withdrawn later.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: "return attendance !== undefined || effects.some(({ kind }) => kind === 'attendance')",
        to: 'return attendance === undefined && effects.length < 0',
      },
    ],
    tests: ['test/delivery/attendance.test.ts'],
  },
  {
    name: 'attendance-forgotten-on-lost-answer',
    says: 'A write whose answer was lost is taken for one that never left, so a withdrawal leaves it there.',
    changes: [
      {
        file: 'server/domain/outbox/plan-attendance.ts',
        from: "if (!known || known.state === 'gone')",
        to: "if (!known || known.state === 'gone' || known.state === 'tried')",
      },
    ],
    tests: ['test/delivery/attendance.test.ts'],
  },
  {
    name: 'attendance-taken-back-blindly',
    says: 'What may have been withdrawn already is withdrawn again without a look.',
    changes: [
      {
        file: 'server/domain/outbox/plan-attendance.ts',
        from: "const looks = known.state !== 'there' || known.approvalId === null",
        to: 'const looks = known.approvalId === null',
      },
    ],
    tests: ['test/delivery/attendance.test.ts'],
  },
  {
    name: 'attendance-in-one-line-with-cards',
    says: 'What attendance refuses holds up cards.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: "return kind === 'attendance' ? 'attendance' : 'todos'",
        to: "return 'todos'",
      },
    ],
    tests: ['test/delivery/attendance.test.ts'],
  },
  {
    name: 'attendance-night-by-the-wall',
    says: 'A night in which the clock changes is as long as the wall says.',
    changes: [
      {
        file: 'server/domain/attendance/stretch.ts',
        from: 'secondsFrom(fromAt, untilAt)',
        to: 'secondsFrom(wallOfTime(from), wallOfTime(to))',
      },
    ],
    tests: ['test/domain/attendance.test.ts'],
  },
  {
    name: 'attendance-half-is-whole',
    says: 'Leave from the afternoon counts from midnight.',
    changes: [
      {
        file: 'server/domain/attendance/stretch.ts',
        from: "fromHalf === 'am' ? '00:00' : NOON",
        to: "fromHalf === 'am' ? '00:00' : '00:00'",
      },
    ],
    tests: ['test/domain/attendance.test.ts'],
  },
  {
    name: 'revert-without-an-end',
    says: 'An approved one can be withdrawn for ever.',
    changes: [
      {
        file: 'server/domain/engine/own-instance.ts',
        from: 'now < endedAt + revertDays * DAY_MS',
        to: 'revertDays * DAY_MS > 0',
      },
    ],
    tests: ['test/http/revert.test.ts'],
  },
]
