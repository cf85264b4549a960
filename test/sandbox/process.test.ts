import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { buildSandbox, startSandbox, type Running } from './support/process.ts'
import { DEFINITIONS, INSTANCES, TOKEN } from './support/routes.ts'

let built: string
let dir: string
beforeAll(() => {
  built = buildSandbox()
  dir = mkdtempSync(join(tmpdir(), 'sandbox-state-'))
})
afterAll(() => {
  for (const folder of [built, dir]) rmSync(folder, { recursive: true, force: true })
})

async function post(running: Running, path: string, token: string, json: unknown) {
  const response = await fetch(`${running.info.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(json),
  })
  return (await response.json()) as {
    code: number
    data: { approval_code: string }
    tenant_access_token: string
  }
}

async function tokenOf(running: Running): Promise<string> {
  const { appId, appSecret } = running.info
  return (await post(running, TOKEN, '', { app_id: appId, app_secret: appSecret })).tenant_access_token
}

const PER_ROUND = 20

it('keeps every acknowledged push through kill -9, again and again', async () => {
  const acknowledged: string[] = []
  let next = 0
  for (let round = 0; round < 5; round += 1) {
    const running = await startSandbox(built, dir)
    await fetch(`${running.info.controlUrl}/_sandbox/settings`, {
      method: 'POST',
      body: '{"rateLimit":"off"}',
    })
    const token = await tokenOf(running)
    const made = await post(running, `${DEFINITIONS}?user_id_type=user_id`, token, body('definition'))
    const { approval_code } = made.data

    const pusher = async (): Promise<void> => {
      for (;;) {
        const id = String((next += 1))
        const push = body('instance', {
          approval_code,
          instance_id: `i-${id}`,
          'task_list.0.task_id': `t-${id}`,
          'cc_list.0.cc_id': `c-${id}`,
        })
        if ((await post(running, INSTANCES, token, push)).code !== 0) continue
        acknowledged.push(`i-${id}`)
        // So many at least, then in the middle of whatever the others are at.
        if (acknowledged.length >= (round + 1) * PER_ROUND) running.child.kill('SIGKILL')
      }
    }
    const pushers = Array.from({ length: 4 }, () => pusher().catch(() => undefined))
    await Promise.all(pushers)
    await running.exit
  }

  const last = await startSandbox(built, dir)
  const instances = (await (await fetch(`${last.info.controlUrl}/_sandbox/instances`)).json()) as {
    id: string
  }[]
  const held = new Set(instances.map(({ id }) => id))
  expect(acknowledged.length).toBeGreaterThanOrEqual(5 * PER_ROUND)
  expect(acknowledged.filter((id) => !held.has(id))).toEqual([])
  last.child.kill('SIGTERM')
  expect(await last.exit).toBe(0)
})

it('tells its parent that it is ready, and leaves with it', async () => {
  const running = await startSandbox(built, join(dir, 'other'))
  expect(running.info).toMatchObject({
    type: 'ready',
    url: expect.stringContaining('http://127.0.0.1:') as string,
  })
  running.child.disconnect()
  expect(await running.exit).toBe(0)
})
