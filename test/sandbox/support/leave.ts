import { body } from './bodies.ts'
import { toClient, type Client, type Reply } from './client.ts'
import { openSandbox, type SandboxOptions } from '../../../sandbox/sandbox.ts'
import { DEFINITIONS, INSTANCES } from './routes.ts'

export type Leave = Awaited<ReturnType<typeof openLeave>>

/** A sandbox that knows the leave definition, and pushes of its one instance. */
export async function openLeave(options: SandboxOptions = {}, definition: Record<string, unknown> = {}) {
  const sandbox = await openSandbox({ settings: { rateLimit: 'off' }, ...options })
  const feishu = await toClient(sandbox)
  const approvalCode = await registerLeave(feishu, definition)
  return {
    ...feishu,
    approvalCode,
    push: (changes: Record<string, unknown> = {}): Promise<Reply> =>
      feishu.post(INSTANCES, body('instance', { approval_code: approvalCode, ...changes })),
    held: () => sandbox.world.state.instances.get('instance-1'),
    lists: (userId: string, locale = 'zh-CN') =>
      feishu.control('GET', `people/${userId}/lists?locale=${locale}`),
    chat: (userId: string, locale = 'zh-CN') =>
      feishu.control('GET', `people/${userId}/chat?locale=${locale}`),
  }
}

async function registerLeave(feishu: Client, definition: Record<string, unknown>): Promise<string> {
  const reply = await feishu.post(`${DEFINITIONS}?user_id_type=user_id`, body('definition', definition))
  return String(reply.body.data['approval_code'])
}
