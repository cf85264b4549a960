// @ts-check
/** @import { Mutant } from './mutant.js' */

const MATRIX = ['test/http/services.test.ts']
const STARTS = ['test/http/service-starts.test.ts']
const FAIR = ['test/http/service-fairness.test.ts']

/** @type {readonly Mutant[]} */
export const OF_SERVICES = [
  {
    name: 'rights-of-a-service-are-not-asked',
    says: 'A system that may read alone starts, comments and withdraws as well.',
    changes: [
      {
        file: 'server/http/admit.ts',
        from: 'if (door.may !== undefined && !may.includes(door.may)) {',
        to: 'if (door.may !== undefined && may.length === 0) {',
      },
    ],
    tests: MATRIX,
  },
  {
    name: 'a-service-reads-other-definitions',
    says: 'A system that knows the id of an approval reads and comments on it, whatever its definition.',
    changes: [
      {
        file: 'server/usecases/service-door.ts',
        from: 'if (!record || !isOf(service, record.instance)) throw noInstance(id)',
        to: 'if (!record) throw noInstance(id)',
      },
    ],
    tests: MATRIX,
  },
  {
    name: 'a-service-lists-other-definitions',
    says: 'A system that names a definition gets its approvals, whether or not it was let in for it.',
    changes: [
      {
        file: 'server/usecases/service-door.ts',
        from: 'if (definition !== undefined && !service.definitions.includes(definition)) throw noDefinition(definition)',
        to: '',
      },
    ],
    tests: MATRIX,
  },
  {
    name: 'tokens-of-services-lie-open',
    says: 'The data folder holds the tokens themselves, and whoever reads a backup has them.',
    changes: [
      {
        file: 'server/usecases/services.ts',
        from: 'tokenHash: ctx.hash(token), definitions',
        to: 'tokenHash: token, definitions',
      },
      {
        file: 'server/usecases/services.ts',
        from: 'const hash = ctx.hash(token)\n',
        to: 'const hash = token\n',
      },
    ],
    tests: ['test/http/service-admin.test.ts'],
  },
  {
    name: 'a-removed-service-lives-on',
    says: 'A token that held once holds until the next start, whoever removed its system meanwhile.',
    changes: [
      {
        file: 'server/usecases/services.ts',
        from: 'const found = (await readAll(ctx)).find(({ tokenHash }) => tokenHash === hash)\n',
        to: 'const found = SEEN.get(hash) ?? (await readAll(ctx)).find(({ tokenHash }) => tokenHash === hash)\n  if (found) SEEN.set(hash, found)\n',
      },
      {
        file: 'server/usecases/services.ts',
        from: "const PREFIX = 'svc_'\n",
        to: "const PREFIX = 'svc_'\nconst SEEN = new Map<string, StoredService>()\n",
      },
    ],
    tests: MATRIX,
  },
  {
    name: 'a-queue-outlives-its-service',
    says: 'What a system had sent before it was removed is done all the same, however long it waits.',
    changes: [
      {
        file: 'server/http/admit.ts',
        from: 'const now = await findService(ctx, token)\n',
        to: 'const now = await Promise.resolve(found)\n',
      },
    ],
    tests: FAIR,
  },
  {
    name: 'a-service-withdraws-what-people-started',
    says: 'A system takes back approvals of its definitions that people started themselves.',
    changes: [
      {
        file: 'server/usecases/act-for-service.ts',
        from: 'if (instance.service === id) return\n',
        to: 'if (instance.service === id || id !== instance.service) return\n',
      },
    ],
    tests: MATRIX,
  },
  {
    name: 'a-service-starts-for-whom-it-likes',
    says: 'A system starts an approval in the name of somebody who may not start it themselves.',
    changes: [
      {
        file: 'server/usecases/service-door.ts',
        from: 'if (!(await maySee(ctx, directory, version, userId))) throw notTheirs(code, userId)\n',
        to: '',
      },
    ],
    tests: STARTS,
  },
  {
    name: 'a-key-forgets-whose-name-it-was',
    says: 'The same key with another initiator answers the first one’s approval as if it were the same.',
    changes: [
      {
        file: 'server/usecases/service-door.ts',
        from: '      initiator: initiatorKey(initiator),\n',
        to: '',
      },
    ],
    tests: STARTS,
  },
  {
    name: 'a-service-has-the-turns-of-everybody',
    says: 'What a system floods goes in the turns of those in whose name it starts, one for each.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: 'const who = service === undefined ? by : serviceTurn(service)',
        to: 'const who = service === undefined ? by : null',
      },
      {
        file: 'server/domain/starter.ts',
        from: 'service === undefined ? initiator.userId : serviceTurn(service)',
        to: 'service === undefined ? initiator.userId : initiator.userId',
      },
    ],
    tests: FAIR,
  },
  {
    name: 'a-comment-of-a-service-is-the-initiators',
    says: 'What a system says is told to people as the words of whoever started the approval.',
    changes: [
      {
        file: 'server/feishu/payloads/message.ts',
        from: "['approved', 'rejected', 'urged', 'withdrawn', 'commented', 'mentioned'] as const",
        to: "['approved', 'rejected', 'urged'] as const",
      },
    ],
    tests: ['test/feishu/message-payload.test.ts'],
  },
  {
    name: 'changes-are-shown-newest-first',
    says: 'Whoever reads what changed page by page misses what changes meanwhile.',
    changes: [
      {
        file: 'server/store/row/change-index.ts',
        from: 'a.updatedAt - b.updatedAt ||',
        to: 'b.updatedAt - a.updatedAt ||',
      },
    ],
    tests: ['test/store/memory.test.ts', 'test/http/service-lists.test.ts'],
  },
]
