import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readCalendarFile } from '../../server/definitions/read-calendar.ts'
import { readDefinitionFiles } from '../../server/definitions/read-files.ts'
import { GOOD_DEFINITION as GOOD, VALIDATORS_WORDS } from '../support/definition-text.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

async function folderWith(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'definitions-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

async function read(files: Files) {
  const { definitions, faults, isWhole } = await readDefinitionFiles(await folderWith(files))
  for (const { reason } of faults) expect(reason).not.toMatch(VALIDATORS_WORDS)
  const told = faults.map(({ file, line, reason }) => `${file}:${line} ${reason}`)
  return { codes: definitions.map(({ code }) => code), told, isWhole, definitions }
}

const utf16 = (text: string, mark: number[]): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return Buffer.concat([Buffer.from(mark), mark[0] === 0xfe ? bytes.swap16() : bytes])
}
const named = (code: string, more = GOOD): string => more.replace('code: leave', `code: ${code}`)

it.each<[string, string | Uint8Array]>([
  ['UTF-8 with a mark', `\uFEFF${GOOD}`],
  ['UTF-16, as Windows writes it', utf16(GOOD, [0xff, 0xfe])],
  ['UTF-16 the other way round', utf16(GOOD, [0xfe, 0xff])],
  ['lines that end as on Windows', GOOD.replaceAll('\n', '\r\n')],
  ['lines that end as on old Macs', GOOD.replaceAll('\n', '\r')],
  [
    'an anchor and an alias',
    GOOD.replace('[u_admin]', '&boss [u_admin]') + 'cc: [{ users: *boss, at: end }]\n',
  ],
  ['a mark at the start and at the end of a document', `---\n${GOOD}...\n`],
])('%s is read, and means the same', async (_, content) => {
  const { told, definitions } = await read({ 'x.yaml': content })
  expect(told).toEqual([])
  expect(definitions[0]?.name).toEqual({ 'zh-CN': '请假', 'en-US': 'Leave' })
})

// 请假 in GBK.
const GBK = Buffer.concat([
  Buffer.from('code: leave\nname: { zh-CN: '),
  Buffer.from('c7ebbcd9', 'hex'),
  Buffer.from(' }\n'),
])
const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from('bcdefgh', (key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[at]}`).join()}]\n`).join('')}${GOOD}`

it.each<[string, string | Uint8Array, string]>([
  ['GBK', GBK, 'x.yaml:2 is not UTF-8, as it would be in GBK'],
  ['UTF-16 without a mark', Buffer.from(GOOD, 'utf16le'), 'x.yaml:2 is not UTF-8'],
  ['UTF-16 cut in half', utf16(GOOD, [0xff, 0xfe]).subarray(0, 31), 'x.yaml:1 is not UTF-16LE'],
  ['a letter cut in half', Buffer.from(GOOD).subarray(0, 29), 'x.yaml:2 is not UTF-8'],
  ['a zero byte', GOOD.replace('u_admin', 'u_\0admin'), 'x.yaml:5 has a zero byte'],
  [
    'an escape for terminals',
    GOOD.replace('u_admin', 'u_\u001B[2Jadmin'),
    'x.yaml:5 has the control character U+001B',
  ],
  ['nothing', '', 'x.yaml:1 has to be keys with values, not nothing'],
  ['a remark alone', '# soon\n', 'x.yaml:1 has to be keys with values, not nothing'],
  ['a list', '- a\n', 'x.yaml:1 has to be keys with values, not a list'],
  ['two documents', `${GOOD}---\n${GOOD}`, 'holds several documents'],
  ['a key twice', GOOD.replace('managers:', 'managers: []\nmanagers:'), 'x.yaml:6 stands twice'],
  ['a tab', GOOD.replace('  - id: manager', '\t- id: manager'), 'use spaces'],
  [
    'an alias of nothing',
    GOOD.replace('[u_admin]', '*who'),
    'has an alias (*) of an anchor (&) that is not there',
  ],
  ['an alias within itself', GOOD.replace('[u_admin]', '&a [*a]'), 'x.yaml'],
  ['aliases of aliases of aliases', bomb, 'x.yaml:1 repeats itself'],
  ['brackets without an end', '['.repeat(200_000), 'x.yaml:1'],
  ['conditions without an end', `when: ${'{ all: ['.repeat(20_000)}`, 'x.yaml:1'],
])('%s is refused in words, with the file and its line', async (_, content, reason) => {
  const { codes, told } = await read({ 'x.yaml': content, 'good.yaml': named('good') })
  expect(told.join('\n')).toContain(reason)
  expect(codes).toEqual(['good'])
})

it('a file larger than any definition is refused before it is read', async () => {
  const folder = await folderWith({ 'huge.yaml': GOOD })
  await truncate(join(folder, 'huge.yaml'), 3 * 1024 * 1024)
  const { faults } = await readDefinitionFiles(folder)
  expect(faults).toEqual([{ file: 'huge.yaml', line: 1, reason: 'is larger than 2 MiB: 3145728 bytes' }])
})

it('both endings are read in any case of letters, and nothing else', async () => {
  const others = ['x.yaml~', '.#y.yaml', '._z.yaml', '~$w.yaml', 'notes.txt', 'x.yaml.swp', 'yaml']
  const { codes, told } = await read({
    'A.YAML': named('a'),
    'b.yml': named('b'),
    'C.Yml': named('c'),
    ...Object.fromEntries(others.map((name) => [name, 'no: definition'])),
  })
  expect({ codes, told }).toEqual({ codes: ['a', 'c', 'b'], told: [] })
})

it('folders and links that lead nowhere are told; a link to a file is read, as in a config map', async () => {
  const folder = await folderWith({ 'leave.txt': GOOD })
  await mkdir(join(folder, 'folder.yaml'))
  await symlink('nowhere', join(folder, 'gone.yaml'))
  await symlink('round.yaml', join(folder, 'round.yaml'))
  await symlink('leave.txt', join(folder, 'linked.yaml'))
  const { definitions, faults } = await readDefinitionFiles(folder)
  expect(definitions.map(({ code }) => code)).toEqual(['leave'])
  expect(faults.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
    'folder.yaml is a folder, not a file',
    'gone.yaml is not there, or is a link that leads nowhere',
    'round.yaml is a link that leads round in a circle',
  ])
})

it.each(['calendar', 'Roles', 'webhooks', 'SOURCES'])(
  '%s is another file, and no definition',
  async (name) => {
    for (const ending of ['yaml', 'yml', 'YAML']) {
      expect(await read({ [`${name}.${ending}`]: 'hours: []', 'a.yaml': named('a') })).toMatchObject({
        codes: ['a'],
        told: [],
        isWhole: true,
      })
    }
  },
)

it('a definition under the name of another file is told, and nothing is retired for it', async () => {
  expect(await read({ 'roles.yaml': named('roles'), 'a.yaml': named('a') })).toMatchObject({
    told: ['roles.yaml:1 holds a definition, but the name is kept for another file: rename it'],
    isWhole: false,
  })
})

it('the calendar is read under both endings; where both are there, neither counts', async () => {
  const october = 'holidays: [2026-10-01]'
  for (const name of ['calendar.yml', 'Calendar.YAML']) {
    expect((await readCalendarFile(await folderWith({ [name]: october }))).content?.holidays).toEqual([
      '2026-10-01',
    ])
  }
  const both = await readCalendarFile(await folderWith({ 'calendar.yaml': october, 'calendar.yml': october }))
  expect(both.content).toBeUndefined()
  expect(both.faults).toMatchObject([
    { file: 'calendar.yml', reason: expect.stringContaining('calendar.yaml') },
  ])
})

it('one code in two files, whatever the case of their names: both are refused', async () => {
  expect(await read({ 'LEAVE.yaml': GOOD, 'leave.YML': GOOD, 'a.yaml': named('a') })).toMatchObject({
    codes: ['a'],
    told: [
      'LEAVE.yaml:1 code: leave is defined in leave.YML as well',
      'leave.YML:1 code: leave is defined in LEAVE.yaml as well',
    ],
    isWhole: false,
  })
})

it('one group under two names: both are refused; a name in more languages is the same one', async () => {
  const people = named('b').replace('zh-CN: 人事 }', 'zh-CN: 人力 }')
  expect(
    (await read({ 'a.yaml': named('a'), 'b.yaml': people, 'c.yaml': GOOD.replace('code: hr', 'code: it') }))
      .told,
  ).toEqual([
    'a.yaml:3 group.name.zh-CN: group hr is called 人事 here and 人力 in b.yaml: one code has one name',
    'b.yaml:3 group.name.zh-CN: group hr is called 人力 here and 人事 in a.yaml: one code has one name',
  ])
  const more = named('b').replace('zh-CN: 人事 }', 'zh-CN: 人事, en-US: People }')
  expect((await read({ 'a.yaml': named('a'), 'b.yaml': more })).told).toEqual([])
})
