import { existsSync, openSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { login } from '../support/api.ts'
import { freePort, settingsFor } from '../support/server-process.ts'
import { closeStages, openStage, submitted, temporaryFolder, until } from './stage.ts'

afterEach(closeStages)

const PROGRAM = join(import.meta.dirname, '../../dist/server/main.js')

it.skipIf(!existsSync('/dev/full'))(
  'a log that cannot be written ends no server: approvals go on',
  async () => {
    const { sandbox, control } = await openStage()
    const port = await freePort()
    const env = settingsFor(port, await temporaryFolder(), sandbox)
    const child = spawn(process.execPath, [PROGRAM], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    })
    try {
      const url = `http://127.0.0.1:${port}`
      await until(
        async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true,
        'it is ready',
      )
      const person = await login(url, control, 'u_dev')
      for (let count = 0; count < 20; count += 1) expect((await submitted(person, 2)).status).toBe('PENDING')
      expect(child.exitCode).toBeNull()
    } finally {
      child.kill('SIGKILL')
    }
  },
)
