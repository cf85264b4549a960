// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_CALLBACKS = [
  {
    name: 'lax-utf-8-before-the-token',
    says: 'A callback that is no UTF-8 is mended instead of refused, and then its token decides.',
    changes: [
      {
        file: 'server/callbacks/cipher.ts',
        from: "new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })",
        to: "new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })",
      },
    ],
    tests: ['test/callbacks/decode.test.ts'],
  },
  {
    name: 'token-compared-after-failed-decryption',
    says: 'When `encrypt` cannot be opened, the token that stands beside it in plain decides.',
    changes: [
      {
        file: 'server/callbacks/decode.ts',
        from: 'openEncrypted(envelope.data.encrypt, one))',
        to: 'openEncrypted(envelope.data.encrypt, one, outer))',
      },
      {
        file: 'server/callbacks/decode.ts',
        from: 'encrypted: string, { token, key }: CallbackCredentials)',
        to: 'encrypted: string, { token, key }: CallbackCredentials, outer: unknown)',
      },
      {
        file: 'server/callbacks/decode.ts',
        from: "readBody(parseExactly(text ?? ''), token)",
        to: "readBody(parseExactly(text ?? '') ?? outer, token)",
      },
    ],
    tests: ['test/callbacks/failed-decryption.test.ts'],
  },
  {
    name: 'padding-unchecked',
    says: 'Only the last byte of the padding is read, so that bits in it may be flipped.',
    changes: [
      {
        file: 'server/callbacks/cipher.ts',
        from: 'padding.every((byte) => byte === count)',
        to: 'padding.length === count',
      },
    ],
    tests: ['test/callbacks/padding.test.ts'],
  },
  {
    name: 'token-unchecked',
    says: 'Whoever can write JSON is Feishu.',
    changes: [
      {
        file: 'server/callbacks/decode.ts',
        from: '!parsed.success || !isFeishu ||',
        to: '!parsed.success ||',
      },
    ],
    tests: ['test/callbacks/decode.test.ts'],
  },
  {
    name: 'plain-callbacks-beside-encrypted-ones',
    says: 'The token alone is enough although a key is set.',
    changes: [
      {
        file: 'server/callbacks/decode.ts',
        from: 'const isAllowed = key === null && current?.key === null',
        to: 'const isAllowed = key === null || current !== undefined',
      },
    ],
    tests: ['test/callbacks/decode.test.ts'],
  },
  {
    name: 'json-parse-for-the-callback',
    says: 'Numbers of a callback are doubles, so that an int64 loses its last digits.',
    changes: [
      { file: 'server/callbacks/exact-json.ts', from: 'return parse(text)', to: 'return JSON.parse(text)' },
      {
        file: 'server/callbacks/callback-schema.ts',
        from: 'z.instanceof(LosslessNumber).transform(({ value }) => value)',
        to: 'z.number().transform((value) => String(value))',
      },
    ],
    tests: ['test/callbacks/decode.test.ts'],
  },
  {
    name: 'callback-user-unchecked',
    says: 'Whoever presses decides for the person whose task it is.',
    changes: [
      {
        file: 'server/usecases/apply-callback.ts',
        from: 'if (task?.assignee !== by) throw refused()',
        to: 'if (!task) throw refused()',
      },
      {
        file: 'server/usecases/apply-callback.ts',
        from: '{ ...context, by, via })',
        to: '{ ...context, by: task.assignee, via })',
      },
    ],
    tests: ['test/usecases/apply-callback.test.ts'],
  },
  {
    name: 'callback-answered-unheard',
    says: 'A callback is answered before anybody knows what becomes of it.',
    changes: [
      {
        file: 'server/callbacks/approval-callback.ts',
        from: 'await applyCallback(ctx, callback)',
        to: 'void applyCallback(ctx, callback).catch(onFailure)',
      },
    ],
    tests: ['test/http/callbacks.test.ts'],
  },
  {
    name: 'context-unverified',
    says: 'An action_context counts without its MAC.',
    changes: [
      {
        file: 'server/callbacks/action-context.ts',
        from: 'return isSameMac(parts.mac, expected) ?',
        to: 'return isSameMac(parts.mac, expected) || text ?',
      },
    ],
    tests: ['test/callbacks/action-context.test.ts'],
  },
  {
    name: 'card-without-context',
    says: 'A card needs no action_context.',
    changes: [
      {
        file: 'server/usecases/apply-callback.ts',
        from: '(actionContext !== undefined || messageId !== undefined)',
        to: 'actionContext !== undefined',
      },
    ],
    tests: ['test/usecases/apply-callback.test.ts'],
  },
  {
    name: 'replaced-credentials-go-on',
    says: 'A token and key that were replaced, since they leaked, still open list and search.',
    changes: [
      {
        file: 'server/callbacks/approval-callback.ts',
        from: '    if (!present && callback.actionContext === undefined) return refuseUnproven()\n',
        to: '',
      },
    ],
    tests: ['test/http/callbacks.test.ts'],
  },
  {
    name: 'round-unchecked',
    says: 'A button of an earlier round decides the present one.',
    changes: [
      {
        file: 'server/usecases/apply-callback.ts',
        from: '  if (round !== undefined && round !== task.round) throw refused()\n',
        to: '',
      },
    ],
    tests: ['test/usecases/apply-callback.test.ts'],
  },
  {
    name: 'events-forgotten',
    says: 'An event that was taken is acknowledged, and known until the next start only.',
    changes: [
      {
        file: 'server/callbacks/seen-events.ts',
        from: 'await notes.change(nameOf(current), (note) => {',
        to: '[...before, { id, at }] ?? ((note) => {',
      },
    ],
    tests: ['test/callbacks/seen-events.test.ts'],
  },
  {
    name: 'message-acknowledged-unheard',
    says: 'What comes over the long connection is acknowledged before anybody knows what becomes of it.',
    changes: [
      {
        file: 'server/callbacks/connection-message.ts',
        from: '    const { status, body } = await take(toFeishuEvent(data))\n',
        to: '    void take(toFeishuEvent(data)).catch(() => undefined)\n    const { status, body } = { status: 200, body: {} }\n',
      },
    ],
    tests: ['test/callbacks/take-event.test.ts'],
  },
  {
    name: 'events-without-an-address-taken-there',
    says: 'With the long connection the addresses for events are still there.',
    changes: [
      {
        file: 'server/app/app.ts',
        from: '  if (events.connection) return {}\n',
        to: '',
      },
    ],
    tests: ['test/app/event-doors.test.ts'],
  },
  {
    name: 'refused-connection-given-up',
    says: 'A long connection that Feishu refused once is never asked for again.',
    changes: [
      {
        file: 'server/feishu/connection.ts',
        from: "      if (state === 'failed') open()\n",
        to: '',
      },
    ],
    tests: ['test/feishu/connection.test.ts'],
  },
  {
    name: 'closed-before-the-answer',
    says: 'A server that stops drops the answers that are under way, so that a press shows its person an error.',
    changes: [
      {
        file: 'server/feishu/connection.ts',
        from: '      await Promise.race([Promise.allSettled(underWay), sleep(ANSWERED_WITHIN_MS)])\n',
        to: '',
      },
    ],
    tests: ['test/feishu/connection.test.ts'],
  },
  {
    name: 'preview-for-everybody',
    says: 'Whoever sees a link sees what it leads to.',
    changes: [
      {
        file: 'server/usecases/preview-link.ts',
        from: 'if (!record || !(await mayRead(ctx, record.instance, userId))) return undefined',
        to: 'if (!record) return undefined',
      },
    ],
    tests: ['test/http/link-preview.test.ts'],
  },
  {
    name: 'tenant-unchecked',
    says: 'Somebody of another company with the same user_id is taken for ours.',
    changes: [
      {
        file: 'server/callbacks/operator.ts',
        from: 'own && own === tenant ?',
        to: 'own ?',
      },
    ],
    tests: ['test/http/link-preview.test.ts'],
  },
  {
    name: 'shared-preview',
    says: 'What a press answers is shown to everybody who sees the link.',
    changes: [
      {
        file: 'server/feishu/payloads/preview.ts',
        from: 'update_multi: false',
        to: 'update_multi: true',
      },
    ],
    tests: ['test/http/link-preview.test.ts'],
  },
  {
    name: 'fetched-before-it-is-proven',
    says: 'Files of a decision are fetched for whoever names them.',
    changes: [
      {
        file: 'server/usecases/apply-callback.ts',
        from: 'return outcome.act ? takeOffered(',
        to: 'return outcome ? takeOffered(',
      },
    ],
    tests: ['test/http/callback-files.test.ts'],
  },
  {
    name: 'looked-up-twice',
    says: 'A name is looked at, and looked up again to connect, when it may be another.',
    changes: [
      {
        file: 'server/runtime/outside/ask-outside.ts',
        from: '      ...(addresses && { lookup: pinnedTo(addresses) }),\n',
        to: '',
      },
    ],
    tests: ['test/runtime/ask-outside.test.ts'],
  },
  {
    name: 'one-public-address-is-enough',
    says: 'A name that has a public address beside a private one is asked.',
    changes: [
      {
        file: 'server/runtime/outside/ask-outside.ts',
        from: '!found.every(',
        to: '!found.some(',
      },
    ],
    tests: ['test/runtime/ask-outside.test.ts'],
  },
  {
    name: 'any-host-for-files',
    says: 'A callback makes the server ask whatever address it names.',
    changes: [
      {
        file: 'server/feishu/file-hosts.ts',
        from: 'hostname === domain ||',
        to: 'hostname.endsWith(domain) ||',
      },
    ],
    tests: ['test/feishu/file-hosts.test.ts'],
  },
  {
    name: 'token-decides',
    says: 'Whoever knows the verification token decides for whomever they name, by the callbacks of link previews.',
    changes: [
      {
        file: 'server/callbacks/event-callback.ts',
        from: 'if (!isSigned && CALLBACKS.has(type)) {',
        to: 'if (isSigned && !CALLBACKS.has(type)) {',
      },
      {
        file: 'server/callbacks/event-callback.ts',
        from: 'signedAt !== undefined && Math.abs(now - signedAt)',
        to: 'signedAt === undefined || Math.abs(now - signedAt)',
      },
    ],
    tests: ['test/http/link-preview.test.ts'],
  },
  {
    name: 'event-token-guessed',
    says: 'Somebody may guess at the verification token as often as they like.',
    changes: [
      {
        file: 'server/callbacks/event-callback.ts',
        from: '    if (request.isSuspect && !isSigned) return refuseUnproven()\n',
        to: '',
      },
    ],
    tests: ['test/http/events.test.ts'],
  },
  {
    name: 'callbacks-replayed',
    says: 'A press on a link preview that somebody has recorded counts for ever.',
    changes: [
      {
        file: 'server/callbacks/event-callback.ts',
        from: 'Math.abs(now - signedAt) <= CLOCKS_DIFFER_MS',
        to: 'signedAt <= now + CLOCKS_DIFFER_MS',
      },
    ],
    tests: ['test/http/link-preview.test.ts'],
  },
  {
    name: 'events-replayed',
    says: 'An event is obeyed again once its id is forgotten.',
    changes: [
      {
        file: 'server/callbacks/event-callback.ts',
        from: 'createdAt === undefined || now - createdAt <= REPEATED_FOR_MS',
        to: 'createdAt === undefined || now > REPEATED_FOR_MS',
      },
    ],
    tests: ['test/http/events.test.ts'],
  },
]
