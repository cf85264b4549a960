import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { closeStages, temporaryFolder } from './stage.ts'

const ROOT = resolve(import.meta.dirname, '../..')
afterEach(closeStages)

// What CONTRIBUTING says of a verb, followed to the letter in a copy of the sources.

const HOME_OF_CALLERS = `import { z } from 'zod'
import { DoneWithReason } from '../act-view.ts'
import { AFTER_IT, defineVerb, Reason } from './parts.ts'

export const note = defineVerb({
  on: 'instance',
  summary: 'Note something on an approval that I may see.',
  answer: AFTER_IT,
  body: z.strictObject({ reason: Reason }),
  view: DoneWithReason,
  button: 'optional',
  names: [],
  errors: ['instance_already_ended', 'too_much_said'],
})
`

const HOME_OF_RULES = `import { said } from '../../../shared/person-text.ts'
import { refusalOfEnded } from '../engine/own-instance.ts'
import { createRecorder } from '../engine/recorder.ts'
import type { InputOf, InstanceVerb } from './verb.ts'

export const note: InstanceVerb<InputOf<'note'>> = {
  on: 'instance',
  refusal: (instance) => refusalOfEnded(instance),
  act: (instance, { reason }, context) =>
    createRecorder(instance, { verb: 'note', reason: said(reason) }, context).outcome(true),
}
`

const WORDS: Record<string, string> = {
  'shared/verb-texts.ts': `
  note: { 'zh-CN': '备注', 'en-US': 'Note', 'ja-JP': 'メモ' },
  'note-title': { 'zh-CN': '添加备注', 'en-US': 'Add a note', 'ja-JP': 'メモを追加' },
  'note-done': { 'zh-CN': '已备注', 'en-US': 'Noted', 'ja-JP': 'メモしました' },
`,
  'shared/progress-texts.ts': `
  'did-note': { 'zh-CN': '{name}备注', 'en-US': '{name} noted', 'ja-JP': '{name}さんがメモしました' },
`,
}

/** What a person can do with it, from the request to the words on the page. */
const TEST = `import { expect, it } from 'vitest'
import { toActionItems } from '../miniprogram/features/detail/action-items.ts'
import { toDecision } from '../miniprogram/features/detail/decision.ts'
import { toHistory } from '../miniprogram/features/detail/history-view.ts'
import { sayIn } from '../miniprogram/view/words.ts'
import { aDefinition } from './support/builders.ts'
import { createHarness, startHttp } from './support/http-server.ts'

it('is there', async () => {
  const flow = [{ id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }]
  const server = await startHttp(await createHarness({ definitions: [aDefinition({ flow })] }))
  const [alice, bob, carol] = await Promise.all(['u_alice', 'u_bob', 'u_carol'].map(server.login))
  const form = { definition: 'leave', form: { kind: 'annual', days: 1 } }
  const { id, tasks } = (await server.call('POST', '/api/v1/instances', { token: alice!, body: form })).body
  const note = (token: string, body: object) =>
    server.call('POST', '/api/v1/instances/' + id + '/note', { token, body })

  expect(await note(bob!, {})).toMatchObject({ status: 400 })
  expect(await note(carol!, { reason: 'no' })).toMatchObject({ status: 404 })
  const { status, body } = await note(bob!, { reason: 'asked for the invoice' })
  expect(status).toBe(200)
  const noted = { verb: 'note', by: { userId: 'u_bob' }, reason: 'asked for the invoice', ended: null }
  expect(body.history.at(-1)).toMatchObject(noted)

  const say = sayIn('ja-JP')
  const reading = { say, locale: 'ja-JP' as const, now: 0, urlOf: (url: string) => url }
  const line = toHistory(body, reading).at(-1)
  expect(line).toMatchObject({ text: expect.stringContaining('メモしました'), reason: noted.reason })
  expect(toActionItems(body.actions, say)).toContainEqual({ action: 'note', text: 'メモ', look: 'plain' })
  const asked = { action: 'note', reason: 'optional' } as const
  expect(toDecision(asked, say)).toMatchObject({ open: true, title: 'メモを追加', asks: true })

  const { body: paths } = await server.call('GET', '/openapi.json', {})
  expect(paths.paths['/api/v1/instances/{id}/note'].post.operationId).toBe('noteInstance')

  await server.call('POST', '/api/v1/tasks/' + tasks[0].id + '/approve', { token: bob!, body: {} })
  expect(await note(bob!, { reason: 'late' })).toMatchObject({ status: 409 })
})
`

it('a verb is two files, their lines in the two tables, and its words', async () => {
  const copy = await copyOfSources()
  const put = (path: string, text: string) => writeFileSync(join(copy, path), text)
  put('shared/verbs/note.ts', HOME_OF_CALLERS)
  put('server/domain/verbs/note.ts', HOME_OF_RULES)
  for (const table of ['shared/verbs/index.ts', 'server/domain/verbs/index.ts']) {
    const text = readFileSync(join(copy, table), 'utf8')
    put(
      table,
      `import { note } from './note.ts'\n${text.replace('\n  comment,\n', '\n  comment,\n  note,\n')}`,
    )
  }
  // Without its words it does not compile, and says which are missing.
  expect(complaints(copy)).toMatch(/"did-note".*(?:.*\n)*.*"note-title"(?:.*\n)*.*"note-done"/)

  for (const [path, words] of Object.entries(WORDS)) {
    const text = readFileSync(join(copy, path), 'utf8')
    put(
      path,
      text.replace(/\n\} as const satisfies/, () => `${words}} as const satisfies`),
    )
  }
  expect(complaints(copy)).toBe('')
  put('test/note.test.ts', TEST)
  const { status, stdout } = spawnSync('npx', ['vitest', 'run', 'test/note.test.ts'], {
    cwd: copy,
    encoding: 'utf8',
  })
  expect(status, stdout).toBe(0)
})

async function copyOfSources(): Promise<string> {
  const copy = await temporaryFolder()
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  })
  const wanted =
    /^(server|shared|miniprogram|sandbox|test\/support)\/|^(package|tsconfig)\.json$|^vitest\.config/
  for (const path of listed
    .toString()
    .split('\n')
    .filter((one) => wanted.test(one))) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Of the compiler, about all but what speaks to Feishu and the disk: the SDK's types alone take it ten seconds. */
function complaints(folder: string): string {
  const include = ['shared', 'server/domain', 'server/usecases', 'server/http', 'miniprogram']
  writeFileSync(join(folder, 'tsconfig.verb.json'), JSON.stringify({ extends: './tsconfig.json', include }))
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const args = [
    tsc,
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    'verb.tsbuildinfo',
    '-p',
    'tsconfig.verb.json',
  ]
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  return stdout
    .split('\n')
    .filter((line) => /^(server|shared|miniprogram)\/|^ /.test(line))
    .join('\n')
}
