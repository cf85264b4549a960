import { once } from 'node:events'
import { cp, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { operator, request } from '../support/api.ts'
import { freePort, launch, TEST_DEFINITIONS, type Running } from '../support/server-process.ts'
import { afterwards, closeStages, openStage, openTaskOf, submitted, temporaryFolder, until } from './stage.ts'

afterEach(closeStages)

describe('a start while Feishu cannot be reached', () => {
  it('serves and decides, says in /readyz which definitions wait, and catches up without a restart', async () => {
    const stage = await openStage()
    const definitions = await temporaryFolder()
    const env = { DEFINITIONS_DIR: definitions }
    await cp(join(TEST_DEFINITIONS, 'leave.yaml'), join(definitions, 'leave.yaml'))
    await stage.start({ env })
    const cast = await stage.enterCast()
    const instance = await submitted(cast.u_dev)
    await operator(stage.url).quiet()
    await stage.stop()

    await stage.control.down(true)
    await cp(join(TEST_DEFINITIONS, 'expense.yaml'), join(definitions, 'expense.yaml'))
    await stage.start({ env, alive: true })
    await until(async () => /expense/.test(JSON.stringify(await readyz())), 'the definition is said to wait')
    expect(await request(`${stage.url}/healthz`)).toMatchObject({ status: 200 })
    expect(await readyz()).toMatchObject({
      status: 503,
      body: { checks: { store: 'ok', definitions: { waiting: { expense: expect.any(String) as string } } } },
    })
    expect((await cast.u_lead.decide(openTaskOf(instance), 'approve')).status).toBe(200)
    expect((await cast.u_dev.read(instance.id)).body.status).toBe('APPROVED')
    expect((await operator(stage.url).outbox('pending')).length).toBeGreaterThan(0)

    await stage.control.down(false)
    await until(async () => (await readyz()).status === 200, 'it is ready')
    expect(await stage.faults(cast, 30_000)).toEqual([])

    function readyz() {
      return request(`${stage.url}/readyz`)
    }
  })
})

describe('a start that cannot be', () => {
  it('says in one line that the port is in use, and takes its sandbox with it', async () => {
    const port = await occupiedPort()
    const sandboxPort = await freePort()
    const dataDir = await temporaryFolder()
    const refused = launch(port, { dataDir, env: { SANDBOX_PORT: String(sandboxPort), PUBLIC_URL: '' } })
    expect(await complaintOf(refused)).toEqual([
      `Port ${port} is in use: stop what listens there, or set another PORT.`,
    ])
    await expect(fetch(`http://127.0.0.1:${sandboxPort}/`)).rejects.toThrow('fetch failed')
  })

  it("names the setting when the sandbox's port is taken", async () => {
    const sandboxPort = await occupiedPort()
    const env = { SANDBOX_PORT: String(sandboxPort), PUBLIC_URL: '' }
    const [complaint, ...more] = await complaintOf(
      launch(await freePort(), { dataDir: await temporaryFolder(), env }),
    )
    expect(complaint).toMatch(new RegExp(`port ${sandboxPort} is in use: .* set another SANDBOX_PORT`))
    expect(more).toEqual([])
  })

  it('names the setting when the data folder cannot be used, with the sandbox and with an app', async () => {
    const file = join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    const dataDir = join(file, 'data')
    const alone = await complaintOf(launch(await freePort(), { dataDir, env: { SANDBOX_PORT: '0' } }))
    const stage = await openStage()
    const real = await complaintOf(launch(await freePort(), { sandbox: stage.sandbox, dataDir }))

    for (const complaint of [alone, real]) {
      expect(complaint).toEqual([expect.stringMatching(/ENOTDIR.*(DATA_DIR|another one)/)])
      expect(complaint[0]).toContain('DATA_DIR')
    }
  })

  it('is refused on a data folder that another server has, in words that name both', async () => {
    const stage = await openStage()
    const first = await stage.start()
    const second = launch(await freePort(), { sandbox: stage.sandbox, dataDir: stage.dataDir })
    const [complaint, ...more] = await complaintOf(second)
    expect(complaint).toContain(`${stage.dataDir} is in use by process ${first.child.pid}`)
    expect(more).toEqual([])
    expect(await request(`${stage.url}/readyz`)).toMatchObject({ status: 200 })
  })

  it('is refused on the data of another app', async () => {
    const stage = await openStage()
    await stage.start()
    await stage.stop()
    const other = stage.launch({ env: { FEISHU_APP_ID: 'cli_other' } })
    const [complaint, ...more] = await complaintOf(other)
    expect(complaint).toContain(`holds the data of app ${stage.sandbox.info.appId}`)
    expect(more).toEqual([])
  })

  it('names a damaged file, and leaves every file as it was', async () => {
    const stage = await openStage()
    await stage.start()
    const cast = await stage.enterCast()
    const { id } = await submitted(cast.u_dev)
    await operator(stage.url).quiet()
    await stage.stop()
    const [file = ''] = await filesBelow(stage.dataDir, (name) => name.startsWith(id))
    await writeFile(file, '{"schema":1,"instance":{"id"')
    const before = await filesBelow(stage.dataDir)

    const [complaint, ...more] = await complaintOf(stage.launch())
    expect(complaint).toContain(file)
    expect(complaint).toContain('Nothing was changed')
    expect(more).toEqual([])
    expect(await filesBelow(stage.dataDir)).toEqual(before)
  })

  it.each([
    ['FEISHU_APP_SECRET', { FEISHU_APP_ID: 'cli_x' }],
    ['FEISHU_APP_ID', { FEISHU_APP_SECRET: 'secret' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://localhost/approvals' }],
    ['PORT', { PORT: '70000' }],
    ['ADMIN_TOKEN', { ADMIN_TOKEN: 'short' }],
    ['FEISHU_APP_ID and FEISHU_APP_SECRET', { NODE_ENV: 'production' }],
  ])('says what is wrong with %s, in lines of its own', async (name, env) => {
    const dataDir = await temporaryFolder()
    const complaint = await complaintOf(launch(await freePort(), { dataDir, env }))
    expect(complaint.some((line) => line.startsWith(name))).toBe(true)
    // One line a fault; the half that is set may lack its callback token and public address too.
    expect(complaint.every((line) => /^[A-Z_]+ /.test(line))).toBe(true)
    expect(await readdir(dataDir)).toEqual([])
  })
})

/** What it says, besides its log, before it ends with 1. */
async function complaintOf({ exited, output }: Running): Promise<string[]> {
  expect(await exited).toBe(1)
  return output()
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('{'))
}

async function occupiedPort(): Promise<number> {
  const port = await freePort()
  const squatter = createServer().listen(port, '127.0.0.1')
  await once(squatter, 'listening')
  afterwards(async () => squatter.close())
  return port
}

async function filesBelow(folder: string, wanted: (name: string) => boolean = () => true): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && wanted(entry.name))
  return files.map(({ parentPath, name }) => join(parentPath, name)).sort()
}
