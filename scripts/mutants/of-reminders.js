// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_REMINDERS = [
  {
    name: 'reminder-marked-after-sending',
    says: 'That a reminder is about to be sent is stored only once it was: a kill in between brings a second one.',
    changes: [
      {
        file: 'server/reminders/remind-person.ts',
        from: '    return decided.next\n',
        to: "    return decided.claim.is === 'due' ? undefined : decided.next\n",
      },
      {
        file: 'server/reminders/remind-person.ts',
        from: 'current?.uuid === uuid ? decide(current) : undefined',
        to: 'decide(claim(current, { userId, day, uuid, now: clock.now() }).next as Reminder)',
      },
    ],
    tests: ['test/reminders/r16.property.test.ts', 'test/reminders/reminders.test.ts'],
  },
  {
    name: 'reminder-uuid-per-try',
    says: 'A reminder whose answer was lost is sent again under another uuid.',
    changes: [
      {
        file: 'server/reminders/remind-person.ts',
        from: 'feishu.sendReminder(userId, uuid,',
        to: 'feishu.sendReminder(userId, uuid + String(now).slice(-6),',
      },
    ],
    tests: ['test/reminders/reminders.test.ts'],
  },
  {
    name: 'reminder-after-its-uuid',
    says: 'An unclear reminder is tried again although its uuid protects from a second one no longer.',
    changes: [
      {
        file: 'server/domain/reminder.ts',
        from: 'if (firstTriedAt !== null && !mayRepeat(firstTriedAt, now)) {',
        to: 'if (firstTriedAt !== null && !mayRepeat(now, now)) {',
      },
    ],
    tests: ['test/reminders/reminders.test.ts'],
  },
  {
    name: 'utc-day',
    says: 'The day of a reminder is that of UTC, not of the time zone.',
    changes: [
      {
        file: 'server/domain/calendar.ts',
        from: 'toDay(wallAt(at, clockIn(timeZone)))',
        to: "toDay(wallAt(at, clockIn(timeZone && 'UTC')))",
      },
    ],
    tests: ['test/reminders/r16.property.test.ts'],
  },
  {
    name: 'clock-change-ignored',
    says: 'The time of a day on which the clocks change is taken by the offset of the day before.',
    changes: [
      {
        file: 'shared/time/clock.ts',
        from: 'const [first = wall - offsetAt(wall - DAY_MS)] = instantsOf(wall, offsetAt)',
        to: 'const first = wall - offsetAt(wall - DAY_MS)',
      },
    ],
    tests: ['test/domain/calendar.property.test.ts'],
  },
  {
    name: 'holidays-ignored',
    says: 'Reminders go out on holidays of the calendar.',
    changes: [
      {
        file: 'shared/time/work-calendar.ts',
        from: 'return !holidays.has(day) && (',
        to: 'return !holidays.has("") && (',
      },
    ],
    tests: ['test/reminders/reminders.test.ts'],
  },
  {
    name: 'reminded-of-what-was-put-off',
    says: 'Tasks that were put off are in the reminder.',
    changes: [
      {
        file: 'server/reminders/compose.ts',
        from: 'own.filter((task) => !isPostponed(task, now)).map(',
        to: 'own.map(',
      },
      {
        file: 'server/reminders/compose.ts',
        from: "{ at: now, show: 'without' }",
        to: "{ at: Infinity, show: 'without' }",
      },
      {
        file: 'server/reminders/compose.ts',
        from: 'const waiting = tasks.filter((task) => !isPostponed(task, now))',
        to: 'const waiting = [...tasks]',
      },
    ],
    tests: ['test/reminders/reminders.test.ts', 'test/reminders/refresh.test.ts'],
  },
  {
    name: 'reminded-the-next-day',
    says: 'A reminder that waits for Feishu over midnight is sent for the day before.',
    changes: [
      {
        file: 'server/reminders/remind-person.ts',
        from: 'if (signal.aborted || dayAt(clock.now(), timeZone) !== day) return outcome',
        to: 'if (signal.aborted || timeZone === day) return outcome',
      },
    ],
    tests: ['test/reminders/reminders.test.ts'],
  },
  {
    name: 'reminder-read-before-the-claim',
    says: 'What a reminder says was read before it was about to leave, and may be decided by then.',
    changes: [
      {
        file: 'server/reminders/remind-person.ts',
        from: '  const claimed = await claimDurably(deps, { userId, day, uuid })\n',
        to: '  const early = await tasksOf(store, userId, clock.now())\n  const claimed = await claimDurably(deps, { userId, day, uuid })\n',
      },
      {
        file: 'server/reminders/remind-person.ts',
        from: 'const tasks = await tasksOf(store, userId, now)',
        to: 'const tasks = early',
      },
    ],
    tests: ['test/reminders/reminders.test.ts'],
  },
  {
    name: 'refresh-forgets-a-failure',
    says: 'The card of a reminder that could not be updated stays as it was.',
    changes: [
      {
        file: 'server/reminders/refresh.ts',
        from: '    waiting.set(messageId, { attempts, nextTryAt })\n',
        to: '    waiting.delete(messageId)\n    void nextTryAt\n',
      },
    ],
    tests: ['test/reminders/refresh.test.ts'],
  },
  {
    name: 'looks-only-behind-the-last-timeout',
    says: 'Of a node with several timeouts, tasks are looked at once the last one has come.',
    changes: [{ file: 'server/timeouts/timeouts.ts', from: 'now() - Math.min(', to: 'now() - Math.max(' }],
    tests: ['test/timeouts/timeouts.test.ts'],
  },
]
