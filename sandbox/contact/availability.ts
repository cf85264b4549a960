import type { Person } from '../store/records.ts'
import type { World } from '../world.ts'

/** 配置应用可用范围: whoever is outside cannot log in to the app, and its bots cannot write to them. */
export function mayUseApp(world: World, { userId }: Person): boolean {
  const { availability } = world.settings()
  return availability === 'all' || availability.includes(userId)
}
