// @ts-check
/** @import { Mutant } from './mutant.js' */

const TESTS = ['test/doors/feishu/door.test.ts']

/** @type {readonly Mutant[]} */
export const OF_FEISHU_DOOR = [
  {
    name: 'door-token-of-anybody',
    says: 'A token that names a source lets in whoever writes one.',
    changes: [
      {
        file: 'server/doors/feishu/token.ts',
        from: 'if (!isOurs || kept === undefined',
        to: 'if (kept === undefined',
      },
    ],
    tests: TESTS,
  },
  {
    name: 'door-token-for-ever',
    says: 'A token goes on after its two hours.',
    changes: [
      {
        file: 'server/doors/feishu/token.ts',
        from: ' || parseInt(until, 36) <= now()',
        to: '',
      },
    ],
    tests: TESTS,
  },
  {
    name: 'door-kind-of-another-source',
    says: 'A source may push approvals of another one’s kinds.',
    changes: [
      {
        file: 'server/usecases/sources/approval-codes.ts',
        from: '  kindCodeOf(hash, source, approvalCode)\n\n/** Our codes',
        to: "  kindCodeOf(hash, source && 'erp', approvalCode)\n\n/** Our codes",
      },
      {
        file: 'server/doors/feishu/push-instance.ts',
        from: 'record?.source === source && ',
        to: 'record?.state !== undefined && ',
      },
    ],
    tests: TESTS,
  },
  {
    name: 'door-callback-shown',
    says: 'A source’s callback token and key lie in the definition, where everybody who reads it sees them.',
    changes: [
      {
        file: 'server/doors/feishu/definition-answer.ts',
        from: "action_callback_url: callback?.url ?? '',",
        to: "action_callback_url: callback?.url ?? '', action_callback_token: callback?.token, action_callback_key: callback?.key,",
      },
    ],
    tests: TESTS,
  },
  {
    name: 'door-int64-rounded',
    says: 'An id that is written as a number loses its last digits.',
    changes: [
      {
        file: 'server/doors/feishu/wire.ts',
        from: 'isHeldExactly(written) ? Number(written) : written',
        to: 'Number(written)',
      },
    ],
    tests: ['test/doors/feishu/read-instance.test.ts'],
  },
  {
    name: 'door-end-of-what-is-open',
    says: 'An approval that is pushed as approved without an end stays without one.',
    changes: [
      {
        file: 'server/doors/feishu/read-instance.ts',
        from: '(end === 0 ? otherwise : end) || null',
        to: 'end || null',
      },
    ],
    tests: ['test/doors/feishu/read-instance.test.ts'],
  },
  {
    name: 'door-check-by-our-clocks',
    says: 'A check says nothing of tasks that are not known.',
    changes: [
      {
        file: 'server/doors/feishu/held-answers.ts',
        from: '.flatMap((one) => (one.held === one.clock ? []',
        to: '.flatMap((one) => (one.held === one.clock || one.held === 0 ? []',
      },
    ],
    tests: TESTS,
  },
]
