// @ts-check
import { basename } from 'node:path'
import { defineConfig, globalIgnores } from 'eslint/config'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

const SOURCE = [
  'server/**/*.ts',
  'shared/**/*.ts',
  'sandbox/**/*.{ts,js}',
  'miniprogram/**/*.ts',
  'host/**/*.ts',
]
const PURE = ['shared/**/*.ts', 'server/domain/**/*.ts']
const PROCESSES = ['server/main.ts', 'server/cli/main.ts', 'sandbox/main.ts']
const TESTS = ['test/**/*.ts', 'bench/**/*.ts']

const BROWSER_GLOBALS = (
  'window document location history navigator localStorage sessionStorage customElements console fetch ' +
  'Request Response Headers FormData Blob File FileReader URL URLSearchParams AbortController AbortSignal ' +
  'EventSource WebSocket Event CustomEvent HTMLElement Node MutationObserver IntersectionObserver crypto ' +
  'performance structuredClone queueMicrotask requestAnimationFrame setTimeout clearTimeout setInterval ' +
  'clearInterval TextEncoder TextDecoder Intl alert confirm prompt'
).split(' ')

const PROCESS = 'Only main.ts and cli.ts read process.*; take the value as a parameter.'
const CLOCK = 'Time comes in as a value here.'
const CHANCE = 'Ids and randomness come in as values here.'

const LITERAL_SPREAD = {
  selector: 'ObjectExpression > SpreadElement > ObjectExpression.argument',
  message: 'Write the members out: in a spread nobody checks that a key is spelt right.',
}
const CLASS = {
  selector: ':matches(ClassDeclaration, ClassExpression):not([superClass.name=/Error$/])',
  message: 'Functions and closures; a class only for an error.',
}

/** Words that stood for something that has a name (ARCHITECTURE.md "Words"), and the name. */
const OTHER_WORDS = {
  crew: 'flights',
  bell: 'wake-up',
  turnstile: 'concurrency limit',
  mending: 'probing what is parked',
  resident: 'document in memory',
  residents: 'documents in memory',
  standing: 'registration, comparability: of what?',
  loose: 'unclaimed',
  stamp: 'context',
}

const VAGUE_NAMES = new Set(['utils', 'util', 'helpers', 'helper', 'manager', 'common', 'misc'])

/** A reader sees the architecture in the file list. */
const fileName = {
  /** @param {import('eslint').Rule.RuleContext} context */
  create: (context) => ({
    /** @param {import('eslint').AST.Program & import('eslint').Rule.NodeParentExtension} program */
    Program(program) {
      const name = basename(context.filename)
      const [stem = ''] = name.split('.')
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(name)) {
        context.report({ node: program, message: `'${name}' is not kebab-case.` })
      }
      if (VAGUE_NAMES.has(stem))
        context.report({ node: program, message: `'${name}' says nothing: name the noun or verb.` })
    },
  }),
}

/** `createBell`, `bellOf` and `BELL` have the word in them, `timestamp` has none of these. */
const glossary = {
  create: (/** @type {import('eslint').Rule.RuleContext} */ context) => ({
    /** @param {{ name: string, parent: { type: string, property?: unknown } } & import('eslint').Rule.Node} node */
    Identifier(node) {
      // What others call something is theirs.
      const { type, property } = node.parent
      if (type === 'MemberExpression' && property === node) return
      for (const word of node.name.split(/(?<=[a-z0-9])(?=[A-Z])|_/)) {
        const name = Object.entries(OTHER_WORDS).find(([other]) => other === word.toLowerCase())
        if (name) context.report({ node, message: `'${name[0]}' is no word of this project: ${name[1]}.` })
      }
    },
  }),
}

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/', 'definitions/', 'test-results/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,ts}'],
    plugins: { 'import-x': importX, project: { rules: { 'file-name': fileName, glossary } } },
    settings: {
      'import-x/extensions': ['.ts', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js'] })],
    },
    rules: {
      'project/file-name': 'error',
      'no-restricted-syntax': ['error', LITERAL_SPREAD],

      'import-x/no-default-export': 'error',
      'import-x/no-duplicates': 'error',
      'import-x/no-mutable-exports': 'error',
      'import-x/no-self-import': 'error',
      'import-x/first': 'error',
      'import-x/no-useless-path-segments': 'error',

      'array-callback-return': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-async-promise-executor': 'error',
      'no-cond-assign': 'error',
      'no-constant-binary-expression': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-dupe-else-if': 'error',
      'no-duplicate-case': 'error',
      'no-empty': 'error',
      'no-empty-pattern': 'error',
      'no-fallthrough': 'error',
      'no-irregular-whitespace': 'error',
      'no-loss-of-precision': 'error',
      'no-misleading-character-class': 'error',
      'no-self-assign': 'error',
      'no-self-compare': 'error',
      'no-sparse-arrays': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'no-unsafe-finally': 'error',
      'no-unused-labels': 'error',
      'no-useless-catch': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'preserve-caught-error': 'error',
      'use-isnan': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],

      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-inferrable-types': 'error',
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true, boolean: true } },
      ],
      '@typescript-eslint/prefer-optional-chain': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],

      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: true, properties: true } },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // An adapter that answers at once keeps the promise of its contract.
      '@typescript-eslint/require-await': 'off',
      // Ours are closures without `this`; only the SDK has classes.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: SOURCE,
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', LITERAL_SPREAD, CLASS],
    },
  },
  { files: ['server/**/*.ts', 'shared/**/*.ts'], rules: { 'project/glossary': 'error' } },
  {
    files: ['server/**/*.ts', 'shared/**/*.ts'],
    ignores: PROCESSES,
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'process', message: PROCESS }],
      'no-restricted-properties': ['error', { object: 'globalThis', property: 'process', message: PROCESS }],
      'no-restricted-imports': [
        'error',
        { name: 'node:process', message: PROCESS },
        { name: 'process', message: PROCESS },
      ],
    },
  },
  { files: ['server/feishu/**/*.ts'], rules: { '@typescript-eslint/unbound-method': 'error' } },
  {
    files: PURE,
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: PROCESS },
        { name: 'performance', message: CLOCK },
        { name: 'crypto', message: CHANCE },
        ...['fetch', 'setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
          name,
          message: 'Pure: no I/O.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: CLOCK },
        { object: 'Math', property: 'random', message: CHANCE },
        { object: 'globalThis', message: 'Pure: no globals.', property: 'process' },
      ],
      'no-restricted-syntax': [
        'error',
        LITERAL_SPREAD,
        CLASS,
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
        { selector: "CallExpression[callee.name='Date']", message: CLOCK },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      // Tests read answers off the wire, where everything is `any` until it is compared.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['*.config.{js,ts}'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['sandbox/**/*.js'],
    languageOptions: { globals: Object.fromEntries(BROWSER_GLOBALS.map((name) => [name, 'readonly'])) },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error' },
  },
)
