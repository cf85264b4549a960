// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_USECASES = [
  {
    name: 'idempotency-key-ignored',
    says: 'The same submission again starts another instance.',
    changes: [
      {
        file: 'server/usecases/start-instance.ts',
        from: 'const ids = key === undefined ? []',
        to: 'const ids = key !== null ? []',
      },
    ],
    tests: ['test/usecases/submit-instance.test.ts'],
  },
  {
    name: 'idempotency-key-of-everybody',
    says: 'The same key of somebody else names the same instance.',
    changes: [
      {
        file: 'server/usecases/start-instance.ts',
        from: "JSON.stringify(['instance', owner, key])",
        to: "JSON.stringify(['instance', key])",
      },
    ],
    tests: ['test/usecases/submit-instance.test.ts'],
  },
  {
    name: 'session-token-in-clear',
    says: 'Whoever reads the store can log in with what stands there.',
    changes: [
      {
        file: 'server/usecases/create-session.ts',
        from: 'tokenHash: ctx.hash(token)',
        to: 'tokenHash: token',
      },
      { file: 'server/usecases/find-session.ts', from: 'ctx.hash(token)', to: 'token' },
      { file: 'server/usecases/end-session.ts', from: 'ctx.hash(token)', to: 'token' },
    ],
    tests: ['test/usecases/session.test.ts'],
  },
  {
    name: 'session-without-end',
    says: 'A session that has expired still counts.',
    changes: [
      {
        file: 'server/usecases/find-session.ts',
        from: 'session && session.expiresAt > ctx.now()',
        to: 'session',
      },
    ],
    tests: ['test/usecases/session.test.ts'],
  },
  {
    name: 'everybody-may-read-everything',
    says: 'Who has an id can read the instance.',
    changes: [
      {
        file: 'server/usecases/find-readable.ts',
        from: 'if (mayView(instance, userId)) return true',
        to: 'return true',
      },
    ],
    tests: ['test/http/access.test.ts'],
  },
]
