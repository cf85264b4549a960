// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_VALUES = [
  {
    name: 'numbers-rounded-on-arrival',
    says: 'A number of a body becomes the nearest double before anybody looks at it.',
    changes: [
      { file: 'server/http/read-body.ts', from: 'return parseHeld(text, value)', to: 'return value' },
      { file: 'server/http/read-body.ts', from: 'const { text, value }', to: 'const { value }' },
      { file: 'server/http/read-body.ts', from: "import { parseHeld } from './parse-json.ts'\n", to: '' },
    ],
    tests: ['test/http/form-faults.test.ts'],
  },
  {
    name: 'cleaned-for-cards-alone',
    says: 'What is stored before it is cleaned shows other words on the pages than on cards.',
    changes: [
      {
        file: 'shared/form/form-text.ts',
        from: "typeof value === 'string' ? cleanText(value)",
        to: "typeof value === 'string' ? value",
      },
    ],
    tests: ['test/http/same-words.test.ts'],
  },
  {
    name: 'blank-letters-are-words',
    says: 'A required text of letters that are drawn as nothing is taken.',
    changes: [
      {
        file: 'shared/person-text.ts',
        from: "return NOTHING_BUT_BLANKS.test(seen) ? '' : seen",
        to: 'return seen',
      },
    ],
    tests: ['test/http/reasons.test.ts'],
  },
  {
    name: 'amounts-cut-at-a-digit',
    says: 'A text that has no room is cut within an amount, which reads as another.',
    changes: [
      {
        file: 'shared/cut.ts',
        from: 'const kept = besideNumber(near, wholeCharacters(near, limit - 1))',
        to: 'const kept = wholeCharacters(near, limit - 1) || besideNumber(near, near)',
      },
    ],
    tests: ['test/shared/cut.test.ts'],
  },
  {
    name: 'files-of-an-add-sign-beside-lost',
    says: 'Files that come with adding somebody beside oneself are claimed, and named by nobody.',
    changes: [
      {
        file: 'server/domain/verbs/add-sign.ts',
        from: 'reason, files, people: users, known }',
        to: "reason, files: position === 'parallel' ? {} : files, people: users, known }",
      },
    ],
    tests: ['test/http/verb-files.test.ts'],
  },
  {
    name: 'holiday-counted',
    says: 'A leave over holidays takes them for working days.',
    changes: [
      {
        file: 'shared/time/work-calendar.ts',
        from: 'new Set([...holidays, ...workdays])',
        to: 'new Set(workdays)',
      },
    ],
    tests: ['test/shared/time/lengths.test.ts'],
  },
  {
    name: 'lunch-counted',
    says: 'The break between the hours of a working day is worked.',
    changes: [
      {
        file: 'shared/time/work-calendar.ts',
        from: 'for (const { from, to } of calendar.hours) {',
        to: 'for (const { from, to } of [{ from: calendar.hours[0].from, to: calendar.hours.at(-1).to }]) {',
      },
    ],
    tests: ['test/shared/time/lengths.test.ts'],
  },
  {
    name: 'pattern-steps-taken-again',
    says: 'A pattern tries the same way again and again, so that a text takes it forever.',
    changes: [
      {
        file: 'shared/form/pattern/matches.ts',
        from: 'if (takenAt[place] === at) continue',
        to: '',
      },
    ],
    tests: ['test/shared/form/pattern/matches.test.ts'],
  },
  {
    name: 'pattern-of-a-beginning',
    says: 'A text fits as soon as its beginning does.',
    changes: [
      {
        file: 'shared/form/pattern/matches.ts',
        from: 'if (letter === undefined) return true',
        to: 'return true',
      },
    ],
    tests: ['test/shared/form/pattern/matches.test.ts'],
  },
  {
    name: 'pattern-written-out-uncounted',
    says: 'Repeats within repeats are copied before anybody counts what they come to.',
    changes: [
      {
        file: 'shared/form/pattern/repeats.ts',
        from: 'if (size > MOST_STEPS) throw tooMany(at)',
        to: '',
      },
    ],
    tests: ['test/shared/form/pattern/parse.test.ts'],
  },
]
