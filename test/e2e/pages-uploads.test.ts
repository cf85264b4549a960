import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { attachedFile, openForm, pickFile, typeText, type Frame } from '../support/page-forms.ts'
import { SURFACES } from '../support/page-surfaces.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const LIMIT = 20 * 1_048_576
const INVOICE = 'invoice'

const isMissing = lacksBrowser('uploads that fail, in a browser')

describe.skipIf(isMissing).each(SURFACES)('when an upload fails $what', ({ mode, isWebApp }) => {
  let world: PageWorld
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uploads-'))
    world = await openPageWorld({ isWebApp })
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  async function openExpense() {
    const page = await world.client('start', { user: 'u_qa', mode })
    const frame = await openForm(page, '费用报销')
    await typeText(frame, '用途说明', '客户现场')
    const attach = async (name: string, content: string | Buffer) => {
      const path = join(folder, name)
      await writeFile(path, content)
      await pickFile(page, frame, /^发票与凭证/, path)
    }
    return { frame, attach }
  }

  async function isWhole(frame: Frame): Promise<void> {
    await attachedFile(frame, '发票.txt').waitFor()
    expect(await frame.getByRole('textbox', { name: '用途说明' }).inputValue()).toBe('客户现场')
  }

  it('half-way, it is told, and the file can be picked again', async () => {
    const { frame, attach } = await openExpense()
    world.freeze()
    await attach('发票.txt', Buffer.alloc(LIMIT - 1, INVOICE))
    await frame.getByText('上传中…').waitFor()
    await world.stop()
    await frame.getByRole('alert').getByText('网络连接失败').waitFor()
    await world.restart()
    await attach('发票.txt', INVOICE)
    await isWhole(frame)
  })

  it.each([
    ['its size', '清单.txt', Buffer.alloc(LIMIT + 1, INVOICE), '文件不能超过 20 MB'],
    ['its type', '程序.exe', 'MZ\0\0', '不支持该文件类型'],
  ])('for %s, it is told in words, and another file is taken', async (_why, name, content, words) => {
    const { frame, attach } = await openExpense()
    await attach(name, content)
    const told = frame.locator('[class$="--field"]', { hasText: '发票与凭证' }).getByRole('alert')
    await told.getByText(words).waitFor()
    expect(await attachedFile(frame, name).count()).toBe(0)
    await attach('发票.txt', INVOICE)
    await isWhole(frame)
    expect(await told.count()).toBe(0)
  })
})
