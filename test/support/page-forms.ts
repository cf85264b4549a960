import type { FrameLocator, Frame as Content, Page } from 'playwright-core'

export type Frame = FrameLocator

/** The phone or the PC in the client. */
export const frameOf = (page: Page): Frame => page.frameLocator('iframe')

/** What `frame` of the world opened: the page itself, or the one in the client's frame. */
export const contentOf = (page: Page): Content => page.frames().at(-1) ?? page.mainFrame()

/** Opens a definition's form with its tile on the start page. */
export async function openForm(page: Page, name: string): Promise<Frame> {
  await page.getByRole('button', { name }).click()
  const frame = frameOf(page)
  await frame.getByRole('heading', { name, level: 1 }).waitFor()
  return frame
}

export async function typeText(frame: Frame, label: string, text: string): Promise<void> {
  await frame.getByRole('textbox', { name: label, exact: true }).fill(text)
}

export async function pickOption(frame: Frame, label: string, option: string): Promise<void> {
  await frame.getByRole('button', { name: label }).click()
  await frame.getByRole('option', { name: option }).click()
  await frame.getByRole('dialog').waitFor({ state: 'detached' })
}

export async function pickDay(frame: Frame, label: string | RegExp, day: string): Promise<void> {
  await frame.getByRole('button', { name: label }).click()
  await frame.getByRole('dialog').locator('input').fill(day)
  await frame.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await frame.getByRole('dialog').waitFor({ state: 'detached' })
}

/** A valid leave of so many days, up to the tap on Submit. */
export async function fillLeave(frame: Frame, days: string, reason: string): Promise<void> {
  await pickOption(frame, '类型', '病假')
  await pickDay(frame, /开始日期/, '2026-11-23')
  await pickDay(frame, /结束日期/, '2026-11-24')
  await typeText(frame, '天数', days)
  await typeText(frame, '事由', reason)
}

/** A page or a panel of it. */
type Part = Pick<Frame, 'getByRole'>

/** A path, or what would be there. */
type Attached = string | { name: string; mimeType: string; buffer: Buffer }

/** Picks a file with the button of this name; it is uploaded at once. */
export async function pickFile(page: Page, part: Part, button: RegExp, file: Attached): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    part.getByRole('button', { name: button }).click(),
  ])
  await chooser.setFiles(file)
}

/** What the form shows of a file once it has arrived. */
export const attachedFile = (part: Part, name: string) => part.getByRole('button', { name: `移除 ${name}` })

export const submitButton = (frame: Frame) => frame.getByRole('button', { name: '提交', exact: true })

/** A node of the node line, by its name. */
export const nodeOf = (frame: Frame, name: string) =>
  frame.getByRole('list').getByRole('listitem').filter({ hasText: name })

/** What the detail page shows for a field; a page beneath it is in the document too. */
export const valueOf = (frame: Frame, label: string) =>
  frame.getByText(label, { exact: true }).filter({ visible: true }).locator('xpath=following-sibling::*[1]')
