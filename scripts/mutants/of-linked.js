// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_LINKED = [
  {
    name: 'anybodys-approval-linked',
    says: 'A form may name approvals in which its person takes no part, and so learns what they are called.',
    changes: [
      {
        file: 'server/usecases/linked-approvals.ts',
        from: 'mayView(instance, userId) && ',
        to: '',
      },
    ],
    tests: ['test/usecases/linked-approvals.test.ts'],
  },
  {
    name: 'kept-link-of-any-kind',
    says: 'What a form named before may be named again where a field takes another kind.',
    changes: [
      {
        file: 'server/usecases/linked-approvals.ts',
        from: 'if (!instance || id === self || !isOfKind(instance, definitions)) return false',
        to: 'if (!instance || id === self) return false\n    if (!kept.includes(id) && !isOfKind(instance, definitions)) return false',
      },
    ],
    tests: ['test/usecases/linked-approvals.test.ts'],
  },
  {
    name: 'linkable-twice',
    says: 'What somebody started and was told of as well is offered twice.',
    changes: [
      {
        file: 'server/usecases/list-linkable.ts',
        from: 'firstBox(listed, userId) === box && ',
        to: '',
      },
    ],
    tests: ['test/http/linkable.test.ts'],
  },
  {
    name: 'currency-without-amount',
    says: 'A line that is too long ends after the currency, or within the amount behind it.',
    changes: [
      {
        file: 'shared/cut.ts',
        from: 'if (found.index + found[0].length > end) return text.slice(0, found.index)',
        to: 'return kept',
      },
    ],
    tests: ['test/feishu/tables-in-lines.test.ts'],
  },
  {
    name: 'hidden-field-shown',
    says: 'The page of an approval lists fields and notes that were not visible.',
    changes: [
      {
        file: 'miniprogram/features/detail/value-view.ts',
        from: '.filter((field) => isShownIn(field, form))',
        to: '.filter(() => true)',
      },
      {
        file: 'miniprogram/features/detail/value-view.ts',
        from: 'cellValueText, isShownIn, valueText',
        to: 'cellValueText, valueText',
      },
    ],
    tests: ['test/miniprogram/values.test.ts'],
  },
]
