import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { routeOf } from '../support/page-surfaces.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const MODES = ['phone', 'pc'] as const

const NUMBERED = `${definitionFile('claim', `  - ${nodeLine('boss', ['u_lead'])}`)}
number: 'BX-{yyyyMM}-{0000}'
title: { zh-CN: '{initiator}的报销 {days}' }
phrases: [{ zh-CN: 同意 }, { zh-CN: 请补充发票 }]
`

describe.skipIf(lacksBrowser('numbers and ready words'))('an approval with a number', () => {
  let world: PageWorld
  beforeAll(async () => {
    world = await openPageWorld({ definitions: { 'claim.yaml': NUMBERED } })
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  it.each(MODES)('is called by it and by its title, also in Feishu, and copied by it (%s)', async (mode) => {
    const { id, number } = await world.submit('u_dev', 'claim', { days: 3 })
    expect(number).toMatch(/^BX-\d{6}-\d{4}$/)
    const page = await world.client('start', {
      user: 'u_dev',
      mode,
      route: routeOf(mode, 'detail', `id=${id}`),
    })
    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: '张伟的报销 3' }).waitFor()
    await frame.getByText(`编号 ${number}`).waitFor()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await frame.getByRole('button', { name: '复制编号' }).click()
    await frame.getByText('已复制').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(number)
    await world.agree({ u_dev: await world.person('u_dev'), u_lead: await world.person('u_lead') })
  })

  it.each(MODES)('is decided with ready words, and with what is typed beside them (%s)', async (mode) => {
    const { id } = await world.submit('u_dev', 'claim', { days: 3 })
    const page = await world.client('start', {
      user: 'u_lead',
      mode,
      route: routeOf(mode, 'detail', `id=${id}`),
    })
    const frame = page.frameLocator('iframe')
    await frame.getByRole('button', { name: '拒绝' }).click()
    const panel = frame.getByRole('dialog')
    const reason = panel.getByRole('textbox')
    await panel.getByRole('button', { name: '请补充发票' }).click()
    await expect.poll(() => reason.inputValue()).toBe('请补充发票')
    // What was typed since is not lost, and the same words come once more where they were taken out.
    await reason.fill('')
    await panel.getByRole('button', { name: '请补充发票' }).click()
    await expect.poll(() => reason.inputValue()).toBe('请补充发票')
    await reason.fill('金额不对。')
    await panel.getByRole('button', { name: '请补充发票' }).click()
    await expect.poll(() => reason.inputValue()).toBe('金额不对。 请补充发票')
    await panel.getByRole('button', { name: '拒绝' }).click()
    await panel.waitFor({ state: 'detached' })
    const { body } = await (await world.person('u_dev')).read(id)
    expect(body.tasks[0]).toMatchObject({ status: 'REJECTED', reason: '金额不对。 请补充发票' })
  })
})
