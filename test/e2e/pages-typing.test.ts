import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openForm, pickOption, submitButton, valueOf, type Frame } from '../support/page-forms.ts'
import { PAGE_SURFACES } from '../support/page-surfaces.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const DEFINITION = `
code: typing
name: { zh-CN: 打字 }
group: { code: it, name: { zh-CN: 信息技术 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: text, type: text, label: { zh-CN: 单行 }, required: true, maxLength: 5 }
  - { key: area, type: textarea, label: { zh-CN: 多行 }, required: true, maxLength: 5 }
  - { key: number, type: number, label: { zh-CN: 数量 }, required: true, min: 0.5, max: 60 }
  - { key: money, type: money, label: { zh-CN: 金额 }, required: true, min: 100, currencies: [CNY, USD] }
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 }, mode: any }
`

const isMissing = lacksBrowser('typing key by key')

const box = (frame: Frame, label: string) => frame.getByRole('textbox', { name: label, exact: true })
const fault = (frame: Frame, text: string) => frame.getByRole('alert').getByText(text)

/** What stands in the field after each key, and whether it is marked. */
async function typeKeys(frame: Frame, label: string, keys: string): Promise<string[]> {
  const field = box(frame, label)
  await field.focus()
  const seen: string[] = []
  for (const key of keys) {
    await field.press(key)
    const isBad = (await field.getAttribute('aria-invalid')) === 'true'
    seen.push(`${await field.inputValue()}${isBad ? ' (bad)' : ''}`)
  }
  return seen
}

const growing = (text: string): string[] => Array.from(text, (_, at) => text.slice(0, at + 1))

describe.skipIf(isMissing).each(PAGE_SURFACES)('what is typed key by key $what', ({ mode, isWebApp }) => {
  let world: PageWorld
  let definitions: string
  beforeAll(async () => {
    definitions = await mkdtemp(join(tmpdir(), 'definitions-'))
    await writeFile(join(definitions, 'typing.yaml'), DEFINITION)
    world = await openPageWorld({ isWebApp, env: { DEFINITIONS_DIR: definitions } })
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await world.close()
    await rm(definitions, { recursive: true })
  })
  const open = async () => openForm(await world.client('start', { user: 'u_dev', mode }), '打字')

  it('stays in numbers, amounts and texts, without a fault before they are left', async () => {
    const frame = await open()
    expect(await typeKeys(frame, '金额', '6800.50')).toEqual(growing('6800.50'))
    expect(await typeKeys(frame, '数量', '0.5')).toEqual(growing('0.5'))
    expect(await typeKeys(frame, '单行', 'abcd')).toEqual(growing('abcd'))
    expect(await typeKeys(frame, '多行', 'abcd')).toEqual(growing('abcd'))
    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '张伟提交的打字' }).waitFor()
    expect(await valueOf(frame, '数量').innerText()).toBe('0.5')
    const starter = await world.person('u_dev')
    const [{ id } = { id: '' }] = await starter.listAll('started')
    expect((await starter.read(id)).body.form).toEqual({
      text: 'abcd',
      area: 'abcd',
      number: 0.5,
      money: { amount: '6800.50', currency: 'CNY' },
    })
  })

  it('stays while a fault appears and goes, which it does as soon as the value is right', async () => {
    const frame = await open()
    await submitButton(frame).click()
    await expect.poll(() => frame.getByRole('alert').getByText('必填').count()).toBe(4)
    expect(await typeKeys(frame, '金额', '6800.50')).toEqual([
      ...['6 (bad)', '68 (bad)', '680', '6800', '6800.', '6800.5', '6800.50'],
    ])
    expect(await typeKeys(frame, '数量', '2.5')).toEqual(growing('2.5'))
    expect(await typeKeys(frame, '单行', 'abcdef')).toEqual([...growing('abcde'), 'abcdef (bad)'])
    expect(await typeKeys(frame, '多行', 'abcdef')).toEqual([...growing('abcde'), 'abcdef (bad)'])
    for (const label of ['单行', '多行']) {
      await box(frame, label).press('End')
      await box(frame, label).press('Backspace')
    }
    await expect.poll(() => frame.locator('[aria-invalid=true]').count()).toBe(0)
    expect(await box(frame, '单行').inputValue()).toBe('abcde')
    expect(await box(frame, '多行').inputValue()).toBe('abcde')
  })

  it('is judged when the field is left, and stays when the currency is changed', async () => {
    const frame = await open()
    expect(await typeKeys(frame, '金额', '12.')).toEqual(growing('12.'))
    expect(await typeKeys(frame, '数量', '61')).toEqual(growing('61'))
    await fault(frame, '格式不正确').waitFor()
    await box(frame, '数量').blur()
    await fault(frame, '不能大于 60').waitFor()
    await pickOption(frame, '币种 CNY', 'USD')
    expect(await box(frame, '金额').inputValue()).toBe('12.')
    await typeKeys(frame, '金额', '5')
    expect(await box(frame, '金额').inputValue()).toBe('12.5')
  })

  it('may have commas and full-width digits in numbers and amounts', async () => {
    const frame = await open()
    await typeKeys(frame, '单行', 'abcd')
    await typeKeys(frame, '多行', 'abcd')
    await box(frame, '金额').pressSequentially('６，８００．５０')
    await box(frame, '数量').pressSequentially('４．５')
    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '张伟提交的打字' }).waitFor()
    const starter = await world.person('u_dev')
    const [{ id } = { id: '' }] = await starter.listAll('started')
    expect((await starter.read(id)).body.form).toMatchObject({
      number: 4.5,
      money: { amount: '6800.50', currency: 'CNY' },
    })
  })
})
