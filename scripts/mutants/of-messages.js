// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_MESSAGES = [
  {
    name: 'message-first-try-not-stored',
    says: 'After a crash nobody knows that a message may have been sent, nor since when.',
    changes: [
      {
        file: 'server/domain/outbox/plan-message.ts',
        from: 'next: editMessage(record, id, (one) => ({ ...one, firstTriedAt: now })),',
        to: 'next: record,',
      },
    ],
    tests: ['test/delivery/messages.test.ts'],
  },
  {
    name: 'message-repeated-for-ever',
    says: 'An unclear message is sent again when Feishu has forgotten its uuid.',
    changes: [
      {
        file: 'server/domain/outbox/plan-message.ts',
        from: 'if (mayRepeat(message.firstTriedAt, now)) return',
        to: 'if (now > 0) return',
      },
    ],
    tests: ['test/delivery/messages.test.ts'],
  },
  {
    name: 'muted-ignored',
    says: 'People are told what they muted.',
    changes: [
      {
        file: 'server/domain/messages.ts',
        from: 'if (!told || (!isOwnStep && muted.some((one) => one === kind))) return undefined',
        to: 'if (!told) return undefined',
      },
    ],
    tests: ['test/delivery/messages.test.ts'],
  },
  {
    name: 'messages-before-lists',
    says: 'A message leaves before the lists are told, and holds cards up.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: "  if (sync) return [sync, ...inLine('attendance')]\n",
        to: "  if (sync) return [...inLine('messages'), sync, ...inLine('attendance')]\n",
      },
    ],
    tests: ['test/domain/messages.test.ts'],
  },
  {
    name: 'mention-opens-the-instance',
    says: 'Whoever is mentioned gets a link to, and the summary of, what they may not see.',
    changes: [
      {
        file: 'server/feishu/payloads/message.ts',
        from: '!mayOpen || (by === null &&',
        to: '(by === null &&',
      },
    ],
    tests: ['test/feishu/message-payload.test.ts'],
  },
  {
    name: 'urge-without-limit',
    says: 'The initiator may urge as often as they like.',
    changes: [
      {
        file: 'server/domain/verbs/urge.ts',
        from: 'othersOpen(instance).filter((task) => hasCome(againAt(task), now, LONGEST_WAIT_MS))',
        to: 'othersOpen(instance)',
      },
    ],
    tests: ['test/domain/messages.test.ts'],
  },
  {
    name: 'delegation-without-end',
    says: 'Tasks go to the delegate when the delegation is long over.',
    changes: [
      {
        file: 'server/domain/engine/delegation.ts',
        from: 'at < delegation.from || at >= delegation.until',
        to: 'at < delegation.from',
      },
    ],
    tests: ['test/domain/delegation.test.ts'],
  },
  {
    name: 'delegate-twice-at-a-node',
    says: 'A delegate may decide for several at one node, so that a countersign is one person.',
    changes: [
      {
        file: 'server/domain/engine/delegation.ts',
        from: '!hasHandedOn && mayTake(instance, node, userId, seat.id)',
        to: '!hasHandedOn',
      },
    ],
    tests: ['test/domain/delegation.test.ts'],
  },
  {
    name: 'callback-without-delegates',
    says: 'What a card’s button opens never lies with a delegate.',
    changes: [
      {
        file: 'server/usecases/apply-callback.ts',
        from: '{ at: ctx.now(), delegateOf, files })',
        to: '{ at: ctx.now(), files })',
      },
    ],
    tests: ['test/http/delegation.test.ts'],
  },
  {
    name: 'time-decides-in-the-initiators-name',
    says: 'What time approved, rejected or reminds of is told as if the initiator had done it.',
    changes: [
      {
        file: 'server/feishu/payloads/message.ts',
        from: '(by === null && NAMES_SOMEBODY.has(kind))',
        to: "(by === '' && NAMES_SOMEBODY.has(kind))",
      },
    ],
    tests: ['test/feishu/message-payload.test.ts'],
  },
]
