// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_OPTIONS = [
  {
    name: 'options-believed-at-submission',
    says: 'What another system offers is not asked for again when a form is submitted.',
    changes: [
      {
        file: 'server/usecases/check-options.ts',
        from: 'if (faults.length > 0) throw formInvalid(faults, locale)',
        to: '',
      },
    ],
    tests: ['test/http/options.test.ts'],
  },
  {
    name: 'options-checked-as-they-were-shown',
    says: 'An option that was taken away within the last minute is still taken.',
    changes: [
      {
        file: 'server/options/option-sources.ts',
        from: 'const find = createFind((question) => ask(question, LONGEST_WAIT_MS), elapsed)',
        to: 'const find = createFind(async (question) => kept.get(keyOf(question))?.page ?? ask(question, LONGEST_WAIT_MS), elapsed)',
      },
    ],
    tests: ['test/options/sources.test.ts'],
  },
  {
    name: 'options-of-another-person',
    says: 'Somebody is shown what another system answered to somebody else.',
    changes: [
      {
        file: 'server/options/option-sources.ts',
        from: 'toKey([from, tokenEnv, keyEnv, userId, sorted(linkage),',
        to: 'toKey([from, tokenEnv, keyEnv, sorted(linkage),',
      },
    ],
    tests: ['test/options/sources.test.ts'],
  },
  {
    name: 'options-of-another-row',
    says: 'An option in a row is checked without what it depends on.',
    changes: [
      {
        file: 'server/usecases/check-options.ts',
        from: 'linkage: linkageOf(outside, form, leaf.row ?? {}), ...who }',
        to: 'linkage: {}, ...who }',
      },
    ],
    tests: ['test/http/options.test.ts'],
  },
  {
    name: 'token-in-the-log',
    says: 'The log repeats what a source says of the token that it was sent.',
    changes: [
      {
        file: 'server/options/ask-source.ts',
        from: "new OptionsUnavailable('refused', ",
        to: "new OptionsUnavailable('refused', text + ",
      },
    ],
    tests: ['test/app/connect-sources.test.ts'],
  },
  {
    name: 'own-settings-as-tokens',
    says: "A definition can send one of the server's own secrets to any address.",
    changes: [
      {
        file: 'server/config.ts',
        from: 'SETTINGS.includes(name) || !Object.hasOwn(given, name)',
        to: '!Object.hasOwn(given, name)',
      },
    ],
    tests: ['test/app/connect-sources.test.ts'],
  },
  {
    name: 'addresses-of-options-told',
    says: 'Pages are told where options come from, and the names of the secrets.',
    changes: [
      {
        file: 'server/usecases/form-basis.ts',
        from: 'return { ...field, options: { dependsOn, search } }',
        to: 'return { ...field, options: { ...field.options, dependsOn, search } }',
      },
    ],
    tests: ['test/http/options.test.ts'],
  },
  {
    name: 'search-with-each-key',
    says: 'Each key that is typed into a search asks the other system.',
    changes: [
      {
        file: 'miniprogram/features/form/option-search.ts',
        from: 'export const PAUSE_MS = 400',
        to: 'export const PAUSE_MS = 0',
      },
    ],
    tests: ['test/miniprogram/option-search.test.ts'],
  },
]
