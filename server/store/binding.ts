import { SCHEMA } from './document.ts'
import type { Files } from './files.ts'
import { Binding } from './kinds.ts'
import { StoreOpenError } from './open-error.ts'

export type StoreBinding = { appId: string; baseUrl: string }

const PATH = 'binding.json'

/** Whose data the folder holds; undefined when nobody has said yet. */
export async function readBinding(files: Files, root: string): Promise<StoreBinding | undefined> {
  const text = await files.read(PATH)
  if (text === undefined) return undefined
  const bound = Binding.safeParse(parseJson(text))
  if (bound.success) return bound.data
  throw new StoreOpenError(
    `The store cannot read ${root}/${PATH}, which says whose data the folder holds. Nothing was changed. ` +
      'Put this file back from a backup, then start again.',
  )
}

export function refuseOther(bound: StoreBinding, wanted: StoreBinding, root: string): void {
  if (bound.appId === wanted.appId && bound.baseUrl === wanted.baseUrl) return
  throw new StoreOpenError(
    `The data folder ${root} holds the data of app ${bound.appId} at ${bound.baseUrl}, not of ${wanted.appId} ` +
      `at ${wanted.baseUrl}. Use another DATA_DIR, or the settings of the app whose data it is.`,
  )
}

export async function saveBinding(files: Files, { appId, baseUrl }: StoreBinding): Promise<void> {
  await files.write(PATH, `${JSON.stringify({ schema: SCHEMA, appId, baseUrl })}\n`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
