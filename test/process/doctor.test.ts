import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { ROOT, run, settingsFor } from '../support/server-process.ts'
import { closeStages, openStage } from './stage.ts'

afterEach(closeStages)

it('doctor tries all but the store while a server runs that does not let it in; other verbs are refused', async () => {
  const stage = await openStage()
  await stage.start()
  const settings = settingsFor(Number(new URL(stage.url).port), stage.dataDir, stage.sandbox)
  const env = { ...settings, ADMIN_TOKEN: '' }
  const cli = (...words: string[]) =>
    run([process.execPath, join(ROOT, 'dist/server/cli.js'), ...words], { env })

  const doctor = cli('doctor')
  await doctor.exited
  const lines = doctor.output().split('\n')
  for (const name of ['token', 'contact range', 'clock', 'callback address', 'definition files']) {
    expect(lines.find((line) => line.includes(` ${name}: `))).toMatch(/^(ok|warning) /)
  }
  expect(lines.filter((line) => line.startsWith('skipped'))).toEqual([
    expect.stringMatching(/^skipped +store: the running server has it: set ADMIN_TOKEN/),
  ])

  const outbox = cli('outbox', 'list')
  expect(await outbox.exited).toBe(1)
  expect(outbox.output()).toMatch(/^A server runs on port \d+\. Set ADMIN_TOKEN/)
}, 60_000)
