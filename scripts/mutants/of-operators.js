// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_OPERATORS = [
  {
    name: 'names-drive-the-terminal',
    says: 'Control characters in the names of files and in answers of Feishu reach the terminal as they are.',
    changes: [
      {
        file: 'server/runtime/terminal.ts',
        from: 'text.replace(UNSAFE, escaped)',
        to: 'text',
      },
    ],
    tests: ['test/runtime/terminal.test.ts'],
  },
  {
    name: 'json-drives-the-terminal',
    says: 'What JSON does not escape by itself, of C1 and of direction, reaches the terminal in `--json`.',
    changes: [
      {
        file: 'server/runtime/terminal.ts',
        from: 'toTerminalJson(JSON.stringify(value, null, 2))',
        to: 'JSON.stringify(value, null, 2)',
      },
    ],
    tests: ['test/runtime/terminal.test.ts'],
  },
  {
    name: 'log-drives-the-terminal',
    says: 'The log writes what others wrote to the terminal of whoever reads it.',
    changes: [
      {
        file: 'server/runtime/logger.ts',
        from: 'output.write(toTerminalJson(line))',
        to: 'output.write(line)',
      },
      {
        file: 'server/runtime/logger.ts',
        from: "import { toTerminalJson } from './terminal.ts'\n",
        to: '',
      },
    ],
    tests: ['test/runtime/logger.test.ts'],
  },
  {
    name: 'act-log-tells-reasons',
    says: 'The line of an act carries the whole event, with the reason that somebody wrote.',
    changes: [
      {
        file: 'server/app/act-log.ts',
        from: '    status: instance.status,\n',
        to: '    status: instance.status,\n    event: telling?.event,\n',
      },
    ],
    tests: ['test/act-log.test.ts'],
  },
  {
    name: 'act-log-tells-names',
    says: 'The line of an act says who did it by name.',
    changes: [
      {
        file: 'server/app/act-log.ts',
        from: 'function toFacts({ instance }: InstanceRecord,',
        to: 'function toFacts({ instance, people: known }: InstanceRecord,',
      },
      {
        file: 'server/app/act-log.ts',
        from: '    status: instance.status,\n',
        to: "    status: instance.status,\n    name: known[telling?.by ?? '']?.name,\n",
      },
    ],
    tests: ['test/act-log.test.ts'],
  },
  {
    name: 'loopback-through-the-proxy',
    says: 'The sandbox of this machine is asked through the proxy of the company, which knows another machine by that name.',
    changes: [
      {
        file: 'server/feishu/proxy.ts',
        from: 'return !isLoopback(host) && ',
        to: 'return ',
      },
    ],
    tests: ['test/feishu/proxy.test.ts'],
  },
  {
    name: 'ambiguous-number-ends-one',
    says: 'Of several approvals whose number begins so, the latest changed is taken.',
    changes: [
      {
        file: 'server/usecases/instance-number.ts',
        from: 'if (others.length > 0) throw',
        to: 'if (others.length > 99) throw',
      },
    ],
    tests: ['test/http/operator-finds.test.ts'],
  },
  {
    name: 'waits-for-the-hanging',
    says: 'A command goes on waiting for a server that does not say any more that it is alive.',
    changes: [
      {
        file: 'server/cli/admin-client.ts',
        from: 'if (missed >= misses)',
        to: 'if (missed >= misses + 40)',
      },
    ],
    tests: ['test/admin-client.test.ts'],
  },
  {
    name: 'reminder-too-large',
    says: 'A reminder shows all five of the oldest, however long its links are.',
    changes: [
      {
        file: 'server/feishu/payloads/reminder.ts',
        from: 'if (oldest.length === 0 ||',
        to: 'if (oldest.length < 99 ||',
      },
    ],
    tests: ['test/feishu/reminder-payload.test.ts'],
  },
]
