import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { closeStages, openStage } from './stage.ts'

afterEach(closeStages)

it('a server whose lock was removed ends in words while the next one comes up', async () => {
  const stage = await openStage()
  const server = await stage.start()
  await rm(join(stage.dataDir, 'lock'), { recursive: true })
  expect(await server.exited).toBe(1)
  expect(server.output()).toContain(`The data folder ${stage.dataDir} is no longer this server's`)
  await stage.start()
})
