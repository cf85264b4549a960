// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_GOING_LIVE = [
  {
    name: 'setup-keeps-no-copy',
    says: 'A .env that was there is replaced, and what it was is nowhere any more.',
    changes: [
      {
        file: 'server/cli/env-file.ts',
        from: 'file.text === null ? null : await keepCopy(file.path, now)',
        to: 'file.text === null ? null : file.path + String(now)',
      },
    ],
    tests: ['test/cli/env-file.test.ts'],
  },
  {
    name: 'setup-overwrites-a-newer-file',
    says: 'What somebody wrote to .env while the code was scanned is lost.',
    changes: [
      { file: 'server/cli/env-file.ts', from: '    await assertUnchanged(file)\n', to: '' },
      {
        file: 'server/cli/env-file.ts',
        from: 'async function assertUnchanged(',
        to: 'export async function assertUnchanged(',
      },
    ],
    tests: ['test/cli/env-file.test.ts'],
  },
  {
    name: 'setup-replaces-the-link',
    says: 'A .env that is a link becomes a file of its own, and the one behind it stays as it was.',
    changes: [
      {
        file: 'server/cli/env-file.ts',
        from: 'const target = await realpath(path).catch(',
        to: 'const target = await Promise.resolve(path).catch(',
      },
      { file: 'server/cli/env-file.ts', from: '  realpath,\n', to: '' },
    ],
    tests: ['test/cli/env-file.test.ts'],
  },
  {
    name: 'setup-begins-to-encrypt',
    says: 'An app in use gets a callback key, and the cards that are out lose their buttons.',
    changes: [
      {
        file: 'server/cli/setup-settings.ts',
        from: '(registered ? SECRETS_OF_NEW_APPS : [])',
        to: 'SECRETS_OF_NEW_APPS',
      },
    ],
    tests: ['test/cli/setup-settings.test.ts'],
  },
  {
    name: 'clicks-show-the-key',
    says: 'The list of what to click prints the encrypt key, which ends up in logs and chats.',
    changes: [
      {
        file: 'server/setup/by-hand.ts',
        from: "'Encrypt Key: the value of FEISHU_ENCRYPT_KEY in your settings'",
        to: "'Encrypt Key: ' + encryptKey",
      },
    ],
    tests: ['test/feishu/app-setup.test.ts'],
  },
  {
    name: 'lost-poll-ends-the-scan',
    says: 'One poll without an answer ends the registration, while somebody is about to confirm it.',
    changes: [
      {
        file: 'server/feishu/registration.ts',
        from: '  const response = interceptors.response.use(undefined, pendingWhenLost)\n',
        to: '  const response = interceptors.response.use(undefined, (error) => {\n    void pendingWhenLost\n    throw error\n  })\n',
      },
    ],
    tests: ['test/feishu/registration.test.ts'],
  },
  {
    name: 'thrift-forgets-begun-cards',
    says: 'With CARDS=off a card of which nobody knows whether it was sent is forgotten, and keeps its buttons.',
    changes: [
      {
        file: 'server/domain/outbox/plan.ts',
        from: 'if (card.firstTriedAt === null) {',
        to: 'if (card.firstTriedAt === null || withoutCards) {',
      },
    ],
    tests: ['test/delivery/thrift.test.ts'],
  },
  {
    name: 'any-answer-is-a-challenge',
    says: 'The doctor takes whatever answers at the address for events for this server.',
    changes: [
      {
        file: 'server/callbacks/challenge.ts',
        from: 'echoIn(text) === challenge',
        to: 'echoIn(text) !== challenge || true',
      },
    ],
    tests: ['test/callbacks/challenge.test.ts'],
  },
  {
    name: 'setup-clears-the-key',
    says: 'An encrypt key that the settings lack is cleared on Feishu’s side, and events come in plain.',
    changes: [
      {
        file: 'server/feishu/payloads/app-change.ts',
        from: '...(encryptKey !== undefined && { encryption_key: encryptKey }),',
        to: "encryption_key: encryptKey ?? '',",
      },
    ],
    tests: ['test/feishu/app-setup.test.ts', 'test/cli/setup.test.ts'],
  },
  {
    name: 'setup-opens-an-app-to-everyone',
    says: 'An app that was meant for some is there for everyone after setup.',
    changes: [
      {
        file: 'server/app/ask-doctor.ts',
        from: "step !== 'people' || isForEveryone",
        to: "step !== 'people' || isForEveryone || true",
      },
    ],
    tests: ['test/cli/setup.test.ts'],
  },
  {
    name: 'setup-holds-no-connection',
    says: 'Setup asks for the long connection while none is open, and Feishu refuses.',
    changes: [
      { file: 'server/cli/hold-connection.ts', from: '  connection.open()\n', to: '' },
      {
        file: 'server/cli/hold-connection.ts',
        from: 'const OPEN_WITHIN_MS = 20_000',
        to: 'const OPEN_WITHIN_MS = 0',
      },
    ],
    tests: ['test/cli/setup.test.ts'],
  },
  {
    name: 'return-page-unlisted',
    says: 'A mini program whose links open in browsers lists no address to which a login there leads back.',
    changes: [
      {
        file: 'server/setup/wanted.ts',
        from: 'const ofBrowsers = inBrowsers ? [RETURN_PAGE] : []',
        to: 'const ofBrowsers = inBrowsers ? [] : []',
      },
    ],
    tests: ['test/doctor.test.ts', 'test/feishu/app-setup.test.ts'],
  },
]
