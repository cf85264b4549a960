import { Client, LoggerLevel } from '@larksuiteoapi/node-sdk'
import { expect, it } from 'vitest'
import { openSandbox } from '../../sandbox/sandbox.ts'
import { operator } from '../support/api.ts'
import { controlOf } from '../support/control.ts'
import { openFakeSource, REFUSED } from '../support/fake-source.ts'
import { openHome } from '../support/server-home.ts'

const LINKS = { pc_link: 'https://erp.example.com/po/1', mobile_link: 'https://erp.example.com/m/po/1' }
const DECISION = { is_need_reason: false, is_reason_required: false, is_need_attachment: false }
const TEXTS = [
  ['@i18n@kind-of-it', '采购订单'],
  ['@i18n@group-of-it', '采购'],
  ['@i18n@title-of-it', '采购 100 支笔'],
  ['@i18n@ask-for-more', '补充资料'],
].map(([key = '', value = '']) => ({ key, value }))
const I18N = [{ locale: 'zh-CN' as const, is_default: true, texts: TEXTS }]

/**
 * A source behind the bridge, before the sandbox: it speaks with the SDK, which remembers a token by the app_id, so that
 * each has its own; and it is told of decisions on a socket.
 */
async function openStory(id: string, whenSilent: 'accept' | 'refuse') {
  const sandbox = await openSandbox()
  const secret = { text: '' }
  const source = await openFakeSource({ key: 'a key of theirs', secretOf: () => secret.text })
  const sources = `- { id: ${id}, name: { zh-CN: 采购系统 }, format: feishu, whenSilent: ${whenSilent} }\n`
  const home = await openHome(sandbox, {
    definitions: { 'sources.yaml': sources },
    env: { WEBHOOK_HOSTS: source.host },
  })
  secret.text = (await operator(home.url).post<{ secret: string }>(`/sources/${id}/secret`)).body.secret
  const client = new Client({
    ...{ appId: `src_${id}`, appSecret: secret.text, domain: home.url, loggerLevel: LoggerLevel.fatal },
  })
  const control = controlOf(sandbox)
  const defined = await client.approval.v4.externalApproval.create({
    params: { user_id_type: 'user_id' },
    data: {
      approval_name: '@i18n@kind-of-it',
      approval_code: 'purchase',
      group_code: 'buying',
      group_name: '@i18n@group-of-it',
      external: {
        create_link_pc: LINKS.pc_link,
        ...{ support_pc: true, support_mobile: true },
        action_callback_url: source.url,
        action_callback_token: 'their-token',
        action_callback_key: 'a key of theirs',
      },
      i18n_resources: I18N,
      viewers: [{ viewer_type: 'TENANT' }],
      managers: ['u_lead'],
    },
  })
  const push = (status: 'PENDING' | 'APPROVED' | 'REJECTED', clock: number) =>
    client.approval.v4.externalInstance.create({
      data: {
        ...{ approval_code: defined.data?.approval_code ?? '', instance_id: 'PO-1', status, links: LINKS },
        ...{ title: '@i18n@title-of-it', user_id: 'u_dev', update_mode: 'UPDATE' },
        start_time: '1795000000000',
        end_time: status === 'PENDING' ? '0' : '1795000900000',
        update_time: String(1_795_000_000_000 + clock),
        task_list: [
          {
            ...{ task_id: 'PO-1-1', user_id: 'u_lead', status, links: LINKS, title: '@i18n@title-of-it' },
            create_time: '1795000000000',
            end_time: status === 'PENDING' ? '0' : '1795000900000',
            update_time: String(1_795_000_000_000 + clock),
            action_context: 'their-context',
            action_configs: [
              { action_type: 'APPROVE', ...DECISION },
              { action_type: 'ASK_MORE', action_name: '@i18n@ask-for-more', ...DECISION },
            ],
          },
        ],
        i18n_resources: I18N,
      },
    })
  expect(await push('PENDING', 1)).toMatchObject({ code: 0 })
  const card = async () => {
    const [found] = (await control.cards()).filter(({ userId }) => userId === 'u_lead')
    return found
  }
  await expect.poll(async () => (await card())?.status, { timeout: 20_000 }).toBe('open')
  return {
    source,
    control,
    push,
    card,
    messages: async () =>
      (await control.cards()).filter(
        ({ userId, templateId }) => userId === 'u_lead' && templateId === '1021',
      ),
    todo: async () => (await control.lists('u_lead')).todo.map(({ status }) => status),
    press: async (action = 'APPROVE') => {
      const input = { userId: 'u_lead', via: 'card', messageId: (await card())?.messageId, action }
      return control.press(input)
    },
    quiet: () => operator(home.url).quiet(),
    async close() {
      await operator(home.url).quiet()
      expect((await control.oracle()).violations).toEqual([])
      await home.stop('SIGTERM')
      await sandbox.close()
      await home.leave()
    },
  }
}

it('a card of the bridge’s has the source decide; only its push settles card and list', async () => {
  const story = await openStory('erp1', 'refuse')
  const { source, card, todo } = story
  expect((await story.press('ASK_MORE')).responses[0]?.status).toBe(200)
  expect(source.seen[0]).toMatchObject({
    isSigned: true,
    isEncrypted: true,
    body: {
      action_type: 'ASK_MORE',
      instance_id: 'PO-1',
      task_id: 'PO-1-1',
      action_context: 'their-context',
    },
  })
  expect([(await card())?.status, await todo()]).toEqual(['open', ['PENDING']])
  await story.push('PENDING', 2)
  await story.quiet()
  expect((await story.press()).responses[0]?.status).toBe(200)
  await story.push('APPROVED', 3)
  await expect.poll(async () => (await card())?.status, { timeout: 20_000 }).toBe('APPROVED')
  expect(await todo()).toEqual([])
  expect(source.counted().map(([, action]) => action)).toEqual(['ASK_MORE', 'APPROVE'])
  await story.close()
})

it('a refusal is shown in the source’s words, and its buttons go as Feishu has it', async () => {
  const story = await openStory('erp2', 'refuse')
  story.source.rules.conduct = 'refuses'
  expect((await story.press()).shown).toBe(REFUSED)
  expect((await story.card())?.status).toBe('buttons_gone')
  expect(await story.todo()).toEqual(['PENDING'])
  await story.push('REJECTED', 2)
  await expect.poll(async () => (await story.card())?.status, { timeout: 20_000 }).toBe('REJECTED')
  // What Feishu repeats in the background is no new decision.
  expect(new Set(story.source.seen.map(({ id }) => id)).size).toBe(1)
  await story.close()
})

it('silence is accepted; a refusal afterwards is told by the bot, and the card is open', async () => {
  const story = await openStory('erp3', 'accept')
  story.source.rules.conduct = ({ id }) =>
    story.source.seen.filter((one) => one.id === id).length === 1 ? 'breaks' : 'refuses'
  expect((await story.press()).responses[0]?.status).toBe(200)
  await expect.poll(async () => (await story.messages()).length, { timeout: 30_000 }).toBe(1)
  expect(JSON.stringify(await story.messages())).toContain(REFUSED)
  expect([(await story.card())?.status, await story.todo()]).toEqual(['open', ['PENDING']])
  story.source.rules.conduct = 'takes'
  expect((await story.press()).responses[0]?.status).toBe(200)
  expect(story.source.counted()).toHaveLength(1)
  await story.close()
})
