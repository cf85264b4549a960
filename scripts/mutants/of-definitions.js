// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_DEFINITIONS = [
  {
    name: 'inherited-keys',
    says: 'A field called constructor is filled in before anybody has typed.',
    changes: [
      {
        file: 'shared/own.ts',
        from: 'return Object.prototype.hasOwnProperty.call(record, key) ? record[key] : undefined',
        to: 'return record[key]',
      },
    ],
    tests: ['test/http/inherited-names.test.ts', 'test/miniprogram/inherited-names.test.ts'],
  },
  {
    name: 'last-branch-alone',
    says: 'Behind branches, only the one that the file lists last counts as just before.',
    changes: [
      {
        file: 'server/domain/engine/flow.ts',
        from: 'if (!last?.lane || last.lane.group === lane?.group) return last ? [last] : []',
        to: 'if (last) return [last]',
      },
    ],
    tests: ['test/domain/asked-again.test.ts'],
  },
  {
    name: 'told-of-approvals-always',
    says: 'Whoever is told of approvals hears of rejections, too.',
    changes: [
      {
        file: 'server/domain/engine/flow.ts',
        from: "status === 'APPROVED' ? [...ccAtEnd, ...ccIfApproved] : ccAtEnd",
        to: '[...ccAtEnd, ...ccIfApproved]',
      },
    ],
    tests: ['test/domain/told-when.test.ts'],
  },
  {
    name: 'reasonless-skip',
    says: 'A node that requires a reason is passed without one by whoever approved before.',
    changes: [
      {
        file: 'server/domain/engine/flow.ts',
        from: "if (node.reason === 'required' || node.asksRepeated) return false",
        to: 'if (node.asksRepeated) return false',
      },
    ],
    tests: ['test/domain/asked-again.test.ts'],
  },
  {
    name: 'plan-of-what-feishu-sees',
    says: 'A change that Feishu is not told of is none.',
    changes: [
      {
        file: 'server/definitions/apply.ts',
        from: "change: inFeishu === 'none' && isNew ? 'update' : inFeishu,",
        to: 'change: inFeishu,',
      },
    ],
    tests: ['test/definitions/apply.test.ts'],
  },
  {
    name: 'linked-to-no-definition',
    says: 'A field is taken that asks for approvals of a definition that nobody has.',
    changes: [
      {
        file: 'server/definitions/register.ts',
        from: 'sourceFaults, new Set(stored.map(({ code }) => code)))',
        to: 'sourceFaults, undefined)',
      },
    ],
    tests: ['test/definitions/apply.test.ts'],
  },
  {
    name: 'phone-that-nobody-has',
    says: 'A pattern is taken that no phone number fits.',
    changes: [
      {
        file: 'shared/form/pattern/both.ts',
        from: 'else if (!left && !right) return length',
        to: 'else if (!left) return length',
      },
    ],
    tests: ['test/definitions/wrong-forms.test.ts'],
  },
]
