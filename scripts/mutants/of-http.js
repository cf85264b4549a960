// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_HTTP = [
  {
    name: 'wrong-tokens-lock-the-right-one-out',
    says: 'Whoever guesses at the token of the operator keeps the operator out.',
    changes: [
      {
        file: 'server/http/admit.ts',
        from: "if (isSame(token ?? '', adminToken)) return open",
        to: "if (!operators.isOver(client) && isSame(token ?? '', adminToken)) return open",
      },
    ],
    tests: ['test/http/limits.test.ts'],
  },
  {
    name: 'a-head-leaves-its-file-open',
    says: 'Whoever asks for the head of a file alone leaves it open.',
    changes: [
      {
        file: 'server/http/send-content.ts',
        from: "if (method === 'HEAD' || socket.destroyed) {\n    end()\n    return\n  }",
        to: "if (method === 'HEAD' || socket.destroyed) return",
      },
    ],
    tests: ['test/http/downloads.test.ts'],
  },
  {
    name: 'older-forms-are-not-counted',
    says: 'What came back cannot be sent again once a newer version has a smaller form.',
    changes: [
      {
        file: 'server/usecases/largest-body.ts',
        from: 'version >= 1;',
        to: 'version >= newest;',
      },
    ],
    tests: ['test/http/large-forms.test.ts'],
  },
  {
    name: 'the-validator-speaks',
    says: 'A wrong query is answered in the words of the validator.',
    changes: [
      {
        file: 'server/http/route.ts',
        from: '{ error: plainWords, reportInput: true }',
        to: '{ reportInput: true }',
      },
      {
        file: 'server/http/route.ts',
        from: "import { plainWords } from '../../shared/plain-words.ts'\n",
        to: '',
      },
    ],
    tests: ['test/http/own-words.test.ts'],
  },
  {
    name: 'parser-reads-ahead',
    says: 'The parser of uploads asks for the next piece before anybody waits for it: when the body breaks off, nobody listens.',
    changes: [
      {
        file: 'server/http/multipart.ts',
        from: '    const next = await body.next()\n',
        to: '    const next = await ahead\n    ahead = body.next()\n',
      },
      {
        file: 'server/http/multipart.ts',
        from: '  let kept: Buffer = Buffer.from(beginning)\n',
        to: '  let kept: Buffer = Buffer.from(beginning)\n  let ahead = body.next()\n',
      },
    ],
    tests: ['test/http/multipart-fuzz.test.ts'],
  },
  {
    name: 'departments-out-of-thin-air',
    says: 'Whoever makes up ids of departments keeps everybody else waiting at Feishu.',
    changes: [
      {
        file: 'server/http/routes/department-routes.ts',
        from: 'unknown: ids.length - body.items.length',
        to: 'unknown: 0',
      },
    ],
    tests: ['test/http/departments.test.ts'],
  },
  {
    name: 'all-departments-at-once',
    says: 'All departments of a request are asked for at the same time.',
    changes: [
      {
        file: 'server/usecases/name-departments.ts',
        from: 'ids.slice(from, from + AT_ONCE)',
        to: 'ids.slice(from, from === 0 ? undefined : from)',
      },
    ],
    tests: ['test/http/departments.test.ts'],
  },
]
