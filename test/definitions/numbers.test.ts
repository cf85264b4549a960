import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readDefinitionFiles } from '../../server/definitions/read-files.ts'
import { parseYaml } from '../../server/definitions/read-yaml.ts'
import { Definition } from '../../shared/definition.ts'
import { GOOD_DEFINITION as GOOD, VALIDATORS_WORDS } from '../support/definition-text.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'definitions-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = (code: string, number: string) =>
  writeFile(
    join(folder, `${code}.yaml`),
    `${GOOD.replace('code: leave', `code: ${code}`)}number: '${number}'\n`,
  )

it('of two definitions may not be of one make, however they are written', async () => {
  await write('claim', 'BX-{yyyyMM}-{0000}')
  await write('trip', 'bx-{yyyy}{MM}-{000}')
  await write('seal', 'YZ-{yyyyMM}-{0000}')
  const { definitions, faults } = await readDefinitionFiles(folder)
  expect(definitions.map(({ code }) => code)).toEqual(['seal'])
  const words = (other: string) =>
    `number: makes the same numbers as ${other}: give one of them letters of its own`
  expect(faults).toEqual([
    { file: 'claim.yaml', line: 21, reason: words('bx-{yyyy}{MM}-{000} in trip.yaml') },
    { file: 'trip.yaml', line: 21, reason: words('BX-{yyyyMM}-{0000} in claim.yaml') },
  ])
})

it.each([
  ["number: 'BX-{yyyyMM}'", 'number: has no digits that count: add {0000}'],
  ["number: ''", 'number: has no digits that count'],
  ['number: BX-{yyyyMM}', 'number: has no digits'],
  ['number: 2026', 'number: '],
  ['number: [BX]', 'number: has to be a text, not a list'],
  ['number: { format: BX }', 'number: has to be a text, not'],
  ['number: {yyyy}-{0000}', ''],
  ['statistics: nein', 'statistics: has to be'],
  ['phrases: []', 'phrases: '],
  ['phrases: 同意', 'phrases: has to be a list'],
  ['phrases: [同意]', 'phrases.0: is written like { zh-CN:'],
  [`phrases: [${Array.from({ length: 21 }, (_, at) => `{ zh-CN: 语${at} }`).join(', ')}]`, 'phrases: '],
  ['source: 财务', 'source: is written like { zh-CN:'],
  ['source: {}', 'source: '],
])('%s is refused in words, with its line', (text, reason) => {
  const { faults } = parseYaml(`${GOOD}${text}\n`, 'leave.yaml', Definition)
  expect(faults[0]).toMatchObject({ file: 'leave.yaml', line: 21 })
  expect(faults[0]?.reason).toContain(reason)
  expect(faults[0]?.reason).not.toMatch(VALIDATORS_WORDS)
})
