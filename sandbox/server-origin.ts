import type { World } from './world.ts'

/** Where the approval server lives: its latest definition says where it wants to be called back. */
export function serverOrigin(world: World): string | undefined {
  const [latest] = [...world.state.definitions.values()]
    .filter(({ wire }) => wire.external.action_callback_url !== undefined)
    .sort((one, other) => other.updatedAt - one.updatedAt)
  const url = latest?.wire.external.action_callback_url
  return url === undefined ? undefined : new URL(url).origin
}
