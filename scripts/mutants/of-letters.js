// @ts-check
/** @import { Mutant } from './mutant.js' */

const DELIVERY = 'test/delivery/letters.test.ts'
const DOOR = 'test/doors/feishu/door.test.ts'
const MIRROR = 'test/domain/mirror/mirror.test.ts'

/** @type {readonly Mutant[]} */
export const OF_LETTERS = [
  {
    name: 'letter-twice-for-one-uuid',
    says: 'A source that repeats a message sends it twice.',
    changes: [
      {
        file: 'server/usecases/sources/letters.ts',
        from: 'const name = uuid === null ? [newId()] :',
        to: 'const name = uuid !== undefined ? [newId()] :',
      },
    ],
    tests: [DOOR],
  },
  {
    name: 'letter-under-a-new-uuid',
    says: 'Each attempt has a uuid of its own, so a lost answer makes a second card.',
    changes: [
      {
        file: 'server/delivery/deliver-letter.ts',
        from: 'feishu.sendLetter({ letter, card: plan.card, people }, by)',
        to: 'feishu.sendLetter({ letter, card: { ...plan.card, uuid: plan.card.uuid + String(random) }, people }, by)',
      },
      {
        file: 'server/delivery/deliver-letter.ts',
        from: '  const by = sourceTurn(letter.source)\n',
        to: '  const by = sourceTurn(letter.source)\n  const random = Math.random()\n',
      },
    ],
    tests: [DELIVERY],
  },
  {
    name: 'letter-update-lost-before-its-send',
    says: 'An update that comes before the message was delivered is told to nobody.',
    changes: [
      {
        file: 'server/domain/letters/plan-letter.ts',
        from: 'return { next: isNews ? withSettling(answered, now) : answered, became }',
        to: 'return { next: answered, became }',
      },
    ],
    tests: [DELIVERY],
  },
  {
    name: 'letter-update-lost-on-the-way',
    says: 'An update that comes while another is on its way counts as told.',
    changes: [
      {
        file: 'server/domain/letters/plan-letter.ts',
        from: '{ ...next.letter, told: attempt.shown }',
        to: '{ ...next.letter, told: next.letter.shown }',
      },
    ],
    tests: [DELIVERY],
  },
  {
    name: 'letter-refused-for-ever',
    says: 'What Feishu refused is asked for again without end.',
    changes: [
      {
        file: 'server/domain/letters/plan-letter.ts',
        from: "const isNews = became === 'delivered' ||",
        to: "const isNews = became !== 'held' ||",
      },
    ],
    tests: [DELIVERY],
  },
  {
    name: 'letter-of-another-source',
    says: 'A source can say what another one’s card shows.',
    changes: [
      {
        file: 'server/usecases/sources/letters.ts',
        from: 'if (current?.letter.source !== source.id)',
        to: 'if (!current)',
      },
    ],
    tests: [DOOR],
  },
  {
    name: 'letter-for-nobody-known',
    says: 'A message leaves for somebody whom nobody knows.',
    changes: [
      {
        file: 'server/domain/letters/plan-letter.ts',
        from: 'const wanted = [\n    to,',
        to: 'const wanted = [',
      },
    ],
    tests: [DELIVERY],
  },
  {
    name: 'letter-press-by-another-message',
    says: 'A context that was copied to another message decides there.',
    changes: [
      {
        file: 'server/usecases/sources/letters.ts',
        from: ' || known !== messageId',
        to: '',
      },
    ],
    tests: [DOOR],
  },
  {
    name: 'ended-task-ends-otherwise',
    says: 'A task that was approved becomes done where the same to-do opens again.',
    changes: [
      {
        file: 'server/domain/mirror/mirror.ts',
        from: 'kept.map((task) => (isOpen(task) ? gone(task, clock, context.at) : task))',
        to: 'kept.map((task) => gone(task, clock, context.at))',
      },
    ],
    tests: [MIRROR],
  },
]
