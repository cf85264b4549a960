// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_FEISHU = [
  {
    name: 'wall-clock-on-the-wire',
    says: 'The update_time of an instance is when it last changed, not its clock.',
    changes: [
      {
        file: 'server/feishu/payloads/instance.ts',
        from: 'update_time: String(picture.clock)',
        to: 'update_time: String(picture.updatedAt)',
      },
    ],
    tests: ['test/feishu/instance-payload.test.ts'],
  },
  {
    name: 'buttons-on-the-own-step',
    says: 'Whoever has to submit again is asked to approve, in lists and on a card.',
    changes: [
      {
        file: 'server/domain/flow-picture.ts',
        from: 'actions: isOwnStep ? [] : DECISIONS.map(',
        to: 'actions: DECISIONS.map(',
      },
    ],
    tests: ['test/feishu/instance-payload.test.ts'],
  },
  {
    name: 'time-on-the-board',
    says: 'What nobody decided counts as the time that its person took.',
    changes: [
      {
        file: 'server/domain/flow-picture.ts',
        from: 'definition.statistics !== false && !isNobodys(task) && !isOwnStep',
        to: 'definition.statistics !== false && !isOwnStep',
      },
    ],
    tests: ['test/feishu/efficiency.test.ts'],
  },
  {
    name: 'preview-without-its-reason',
    says: 'A link has buttons that cannot decide, as the node requires a reason.',
    changes: [
      {
        file: 'server/feishu/payloads/preview.ts',
        from: "task?.actions[0]?.reason === 'required'",
        to: 'task === null',
      },
    ],
    tests: ['test/feishu/preview-payload.test.ts'],
  },
  {
    name: 'update-mode-left-out',
    says: 'Nothing is said of the mode, which means REPLACE.',
    changes: [{ file: 'server/feishu/payloads/instance.ts', from: '    update_mode: mode,\n', to: '' }],
    tests: ['test/feishu/instance-payload.test.ts'],
  },
  {
    name: 'uuid-per-attempt',
    says: 'Each attempt to send a card has a uuid of its own.',
    changes: [
      {
        file: 'server/feishu/payloads/card.ts',
        from: 'uuid: card.uuid,',
        to: 'uuid: card.uuid + String(Math.random()),',
      },
    ],
    tests: ['test/feishu/client.test.ts'],
  },
  {
    name: 'http-200-taken-as-success',
    says: 'An answer with HTTP 200 counts as success, whatever its code.',
    changes: [
      {
        file: 'server/feishu/read-answer.ts',
        from: 'if (code !== 0 ||',
        to: 'if ((code !== 0 && raw.status !== 200) ||',
      },
    ],
    tests: ['test/feishu/client.test.ts'],
  },
  {
    name: 'code-0-of-a-gateway',
    says: 'Code 0 counts as success, whatever the HTTP status.',
    changes: [{ file: 'server/feishu/read-answer.ts', from: ' || raw.status >= 500', to: '' }],
    tests: ['test/feishu/gateway.test.ts'],
  },
  {
    name: 'status-before-code',
    says: 'HTTP 429 means pace, also where the code says that the month is used up.',
    changes: [
      {
        file: 'server/feishu/answers.ts',
        from: 'const found = known ?? byStatus(httpStatus, code)',
        to: "const found = httpStatus === 429 ? 'pace' : (known ?? byStatus(httpStatus, code))",
      },
    ],
    tests: ['test/feishu/answers.test.ts'],
  },
  {
    name: 'refused-token-kept',
    says: 'A token that Feishu refuses is used again.',
    changes: [{ file: 'server/feishu/calls.ts', from: '      tokens.refused(used)\n', to: '' }],
    tests: ['test/feishu/token.test.ts'],
  },
  {
    name: 'markdown-let-through',
    says: 'What people write into a form is Markdown on a card.',
    changes: [
      {
        file: 'server/feishu/payloads/bot-content.ts',
        from: 'value: escapeMarkdown(value[locale], LONGEST_VALUE)',
        to: 'value: value[locale].slice(0, LONGEST_VALUE)',
      },
    ],
    tests: ['test/feishu/card-payload.test.ts'],
  },
  {
    name: 'secrets-in-parked-payloads',
    says: 'What an operator is shown of a parked card has the callback key in it.',
    changes: [
      {
        file: 'server/feishu/delivery.ts',
        from: 'payload: withoutSecrets(body)',
        to: 'payload: body',
      },
    ],
    tests: ['test/feishu/secrets.test.ts'],
  },
]
