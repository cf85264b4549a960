import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readDefinitionFiles } from '../../server/definitions/read-files.ts'
import { createSourceFaults } from '../../server/options/source-faults.ts'

const file = (options: string, column: string): string => `code: buy
name: { zh-CN: 采购 }
group: { code: buy, name: { zh-CN: 采购 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - key: supplier
    type: select
    label: { zh-CN: 供应商 }
    options:
${options}
  - key: items
    type: table
    label: { zh-CN: 明细 }
    columns:
      - key: system
        type: select
        label: { zh-CN: 系统 }
        options:
          ${column}
flow:
  - { id: manager, name: { zh-CN: 上级 }, approvers: { manager: 1 } }
`

async function read(options: string, column = '{ from: https://iam.example.com/x, tokenEnv: IAM }') {
  const folder = await mkdtemp(join(tmpdir(), 'outside-options-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'buy.yaml'), file(options, column))
  const faultsOf = createSourceFaults({
    trusted: ['erp.intern:8080'],
    secretOf: (name) => (name === 'IAM' || name === 'ERP' ? 'x' : undefined),
    isSetting: (name) => name === 'ADMIN_TOKEN',
  })
  const { definitions, faults } = await readDefinitionFiles(folder, faultsOf)
  return { taken: definitions.length, faults: faults.map(({ line, reason }) => `${line} ${reason}`) }
}

it('a source that this server can ask is taken', async () => {
  const options = '      from: http://erp.intern:8080/suppliers\n      tokenEnv: ERP\n      search: true'
  expect(await read(options)).toEqual({ taken: 1, faults: [] })
})

it.each([
  [
    '      from: http://erp.example.com/x\n      tokenEnv: ERP',
    '11 form.0.options.from: is not https, and WEBHOOK_HOSTS does not name its host',
  ],
  [
    '      from: https://erp.example.com/x\n      tokenEnv: ERP_TOKEN',
    '12 form.0.options.tokenEnv: names ERP_TOKEN, which is not set in the environment of this server',
  ],
  [
    '      from: https://erp.example.com/x\n      tokenEnv: ADMIN_TOKEN',
    '12 form.0.options.tokenEnv: ADMIN_TOKEN is a setting of this server, which no other system is told',
  ],
  [
    '      from: https://erp.example.com/x\n      tokenEnv: ERP\n      keyEnv: erp-key',
    '13 form.0.options.keyEnv: is the name of an environment variable: capitals, digits and _',
  ],
  [
    '      from: https://erp.example.com/x\n      tokenEnv: ERP\n      dependsOn: [costCenter]',
    '13 form.0.options.dependsOn.0: no form field has the key costCenter',
  ],
  [
    '      from: https://erp.example.com/x\n      tokenEnv: ERP\n      dependsOn: [items]',
    '13 form.0.options.dependsOn.0: cannot depend on items',
  ],
  ['      tokenEnv: ERP', '10 form.0.options.from: is missing'],
  ['      from: ftp://erp.example.com/x\n      tokenEnv: ERP', '11 form.0.options.from: is an https address'],
])('%s', async (options, fault) => {
  expect(await read(options)).toEqual({ taken: 0, faults: [fault] })
})

it('in a column of a table, too', async () => {
  const { taken, faults } = await read(
    '      from: https://erp.example.com/x\n      tokenEnv: ERP',
    '{ from: https://iam.example.com/x }',
  )
  expect([taken, faults]).toEqual([
    0,
    ['20 form.1.columns.0.options.tokenEnv: is missing: a source is asked with a token'],
  ])
})
