// @ts-check

/** Numbers of documents, and titles. @type {readonly import('./mutant.js').Mutant[]} */
export const OF_NUMBERS = [
  {
    name: 'number-read-outside-the-write',
    says: 'A number is read before the write and not given with it, so that two who begin at once get the same one.',
    changes: [
      {
        file: 'server/store/embedded/instances.ts',
        from: '        if (!current) index.numbers.give(numberedIn(next))\n',
        to: '',
      },
    ],
    tests: ['test/store/memory.test.ts'],
  },
  {
    name: 'number-anew-at-resubmission',
    says: 'Whoever submits again what was sent back gets another number.',
    changes: [
      {
        file: 'server/domain/engine/evolve-route.ts',
        from: '    form,\n    ccAtEnd,\n    ccIfApproved,\n    route: [...own',
        to: '    number: undefined,\n    form,\n    ccAtEnd,\n    ccIfApproved,\n    route: [...own',
      },
    ],
    tests: ['test/usecases/numbers.test.ts'],
  },
  {
    name: 'numbers-begin-anew-at-a-start',
    says: 'A server that starts does not know which numbers were given before.',
    changes: [
      {
        file: 'server/store/row/row.ts',
        from: 'number: instance.number ?? null,',
        to: 'number: null,',
      },
    ],
    tests: ['test/store/numbers.test.ts'],
  },
  {
    name: 'number-wraps',
    says: 'Beyond its digits a number begins anew.',
    changes: [
      {
        file: 'shared/document-number.ts',
        from: "return String(count).padStart(part.digits, '0')",
        to: "return String(count % 10 ** part.digits).padStart(part.digits, '0')",
      },
    ],
    tests: ['test/shared/document-number.test.ts'],
  },
  {
    name: 'number-of-another-day',
    says: 'The day of a number is that of the server, not of the company.',
    changes: [
      {
        file: 'server/usecases/start-instance.ts',
        from: 'dayAt(context.at, calendar.timeZone)',
        to: 'new Date(context.at).toISOString().slice(0, 10)',
      },
    ],
    tests: ['test/usecases/numbers.test.ts'],
  },
  {
    name: 'number-of-somebody-else',
    says: 'A number is given that another definition has given already.',
    changes: [
      {
        file: 'server/store/row/number-index.ts',
        from: 'while (ids.has(foldNumber(series.text(count)))) count += 1',
        to: 'while (false) count += 1',
      },
    ],
    tests: ['test/store/memory.test.ts'],
  },
  {
    name: 'title-with-ids',
    says: 'A title names people by their ids.',
    changes: [
      {
        file: 'server/domain/flow-picture.ts',
        from: 'nameOf: namesFor(named, locale) }',
        to: 'nameOf: (id, place) => (namesFor(named, locale)(id, place) === undefined ? id : undefined) }',
      },
    ],
    tests: ['test/feishu/instance-payload.test.ts'],
  },
  {
    name: 'number-for-strangers',
    says: 'Whoever may not see an approval is told its number.',
    changes: [
      {
        file: 'server/feishu/payloads/message.ts',
        from: 'mayOpen ? noteOf(picture, context) : fromIn(picture, source)',
        to: 'noteOf(picture, context)',
      },
    ],
    tests: ['test/feishu/message-payload.test.ts'],
  },
]
