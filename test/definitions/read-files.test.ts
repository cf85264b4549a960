import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDefinitionFiles } from '../../server/definitions/read-files.ts'
import { parseYaml } from '../../server/definitions/read-yaml.ts'
import { Definition } from '../../shared/definition.ts'

const GOOD = `code: leave
name: { zh-CN: 请假, en-US: Leave }
group: { code: hr, name: { zh-CN: 人事 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: days, type: number, label: { zh-CN: 天数 }, required: true }
flow:
  - id: manager
    name: { zh-CN: 直属上级 }
    approvers: { manager: 1 }
`

describe('a definition file', () => {
  it('that is no YAML is refused in words that name the line once', () => {
    const { faults } = parseYaml(GOOD.replace('code: leave', 'code: [leave'), 'leave.yaml', Definition)

    expect(faults).not.toEqual([])
    for (const { reason } of faults) expect(reason).not.toMatch(/at line|:$/)
  })

  it('has its people told with the line that names them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'definitions-'))
    const branch = '[{ id: b, name: { zh-CN: 并 }, approvers: { users: [u_in] } }]'
    const more = `  - id: hr
    name: { zh-CN: 人事 }
    approvers:
      users:
        - u_hr
        - u_typo
  - parallel: [${branch}, ${branch.replace('id: b', 'id: c')}]
cc:
  - { users: [u_told], at: end }
`
    await writeFile(join(folder, 'leave.yaml'), GOOD + more)

    const { people } = await readDefinitionFiles(folder)
    expect(people.map(({ file, line, path, id }) => `${file}:${line} ${path} ${id}`)).toEqual([
      'leave.yaml:5 managers.0 u_admin',
      'leave.yaml:16 flow.1.approvers.users.0 u_hr',
      'leave.yaml:17 flow.1.approvers.users.1 u_typo',
      'leave.yaml:18 flow.2.parallel.0.0.approvers.users.0 u_in',
      'leave.yaml:18 flow.2.parallel.1.0.approvers.users.0 u_in',
      'leave.yaml:20 cc.0.users.0 u_told',
    ])
  })

  it('is read with its defaults, the first language listed being the default one', () => {
    const { content: definition, faults } = parseYaml(GOOD, 'leave.yaml', Definition)

    expect(faults).toEqual([])
    expect(Object.keys(definition?.name ?? {})).toEqual(['zh-CN', 'en-US'])
    expect(definition?.flow[0]).toMatchObject({ mode: 'any', reason: 'optional' })
  })

  it.each([
    ['type: number', 'type: numbr', 7, 'form.0.type'],
    ['managers: [u_admin]', 'managers: []', 5, 'managers'],
    ['approvers: { manager: 1 }', 'approvers: { manager: 0 }', 11, 'flow.0.approvers'],
    [
      'approvers: { manager: 1 }',
      'approvers: { field: who }',
      11,
      'flow.0.approvers.field: no form field has the key who',
    ],
    [
      'id: manager\n',
      'id: manager\n    when: { field: days, op: contains, value: 3 }\n',
      10,
      'contains does not fit a number field',
    ],
    [
      'id: manager\n',
      'id: manager\n    when: { field: days, op: gt, value: many }\n',
      10,
      'is a number for a number field',
    ],
    ['name: { zh-CN: 请假, en-US: Leave }', 'name: { zh_CN: 请假 }', 2, 'name'],
    ['code: leave', 'code: leave\ncolour: red', 2, 'colour'],
    ['code: leave', 'code: [leave', 2, ''],
    ['flow:', 'flow:\nflow:', 8, ''],
  ])('with %j as %j is refused at line %i', (from, to, line, reason) => {
    const { content: definition, faults } = parseYaml(GOOD.replace(from, to), 'leave.yaml', Definition)

    expect(definition).toBeUndefined()
    expect(faults[0]).toMatchObject({ file: 'leave.yaml', line })
    expect(faults[0]?.reason).toContain(reason)
  })

  it('that is bad keeps no other from loading, and two of one code are both refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'definitions-'))
    await writeFile(join(folder, 'a.yaml'), GOOD)
    await writeFile(join(folder, 'b.yaml'), GOOD)
    await writeFile(join(folder, 'trip.yaml'), GOOD.replace('code: leave', 'code: trip'))
    await writeFile(join(folder, 'c.yml'), 'code: 1')
    await writeFile(join(folder, 'notes.txt'), 'nothing')
    await writeFile(join(folder, 'calendar.yaml'), 'holidays: [2026-10-01]')

    const { definitions, faults } = await readDefinitionFiles(folder)

    expect(definitions.map(({ code }) => code)).toEqual(['trip'])
    expect([...new Set(faults.map(({ file }) => file))].sort()).toEqual(['a.yaml', 'b.yaml', 'c.yml'])
    expect(await readDefinitionFiles(join(folder, 'absent'))).toEqual({
      definitions: [],
      faults: [],
      isWhole: false,
      isMissing: true,
      people: [],
    })
  })
})
