import type { FileFault } from '../../shared/operator-api.ts'
import { WebhooksFile, type Endpoint } from '../../shared/webhooks/endpoint.ts'
import { readFileNames } from './file-names.ts'
import type { DefinitionFiles } from './read-files.ts'
import { readYamlFile } from './read-yaml.ts'

/** What keeps an endpoint from being told, beside what its file shows. */
export type EndpointFaults = (endpoint: Endpoint) => { key: string; message: string }[]

/** `endpoints`: undefined where the file is refused, or where there is no folder that could hold one. */
export type WebhooksRead = {
  endpoints?: readonly Endpoint[]
  faults: FileFault[]
  /** Where an endpoint's own key stands. */
  place?: (at: number, key: string) => Pick<FileFault, 'file' | 'line'>
}

/** `webhooks.yaml` or `webhooks.yml`. A folder without one tells nobody; two are refused. */
export async function readWebhooks(folder: string, faultsOf: EndpointFaults): Promise<WebhooksRead> {
  const names = await readFileNames(folder).catch(() => null)
  if (names === null)
    return { faults: [{ file: 'webhooks.yaml', line: 1, reason: 'its folder cannot be read' }] }
  if (!names) return { faults: [] }
  const [file, second] = names.webhooks
  if (file === undefined) return { endpoints: [], faults: [] }
  if (second !== undefined) {
    const reason = `stands beside ${file}, and one list of endpoints is meant: keep one of them`
    return { faults: [{ file: second, line: 1, reason }] }
  }
  const { content, faults, isMissing, lineOf } = await readYamlFile(folder, file, WebhooksFile)
  if (isMissing) return { endpoints: [], faults: [] }
  if (!content || !lineOf) return { faults }
  const place = (at: number, key: string) => ({ file, line: lineOf([at, key]) })
  const found = content.flatMap((endpoint, at) =>
    faultsOf(endpoint).map(({ key, message }) => ({
      ...place(at, key),
      reason: `${endpoint.id}.${key}: ${message}`,
    })),
  )
  return found.length > 0 ? { faults: found } : { endpoints: content, faults: [], place }
}

/**
 * Endpoints that wait for a definition that no file has; not told while a file is refused, which may have it. What a
 * source carries on is announced to nobody: only the source knows what happened there.
 */
export function unknownDefinitions(
  { endpoints = [], place }: WebhooksRead,
  { definitions, isWhole }: Pick<DefinitionFiles, 'definitions' | 'isWhole'>,
  sources: readonly string[] = [],
): FileFault[] {
  if (!place) return []
  const known = new Set(definitions.map(({ code }) => code))
  const faultOf = (code: string): string | undefined => {
    const source = known.has(code) ? undefined : sources.find((id) => code.startsWith(`${id}.`))
    if (source !== undefined) {
      return `names ${code}, which the source ${source} carries on: what happens there is announced by nobody but ${source}`
    }
    return known.has(code) || !isWhole ? undefined : `names ${code}, which is no definition here`
  }
  return endpoints.flatMap(({ id, definitions: wanted = [] }, at) =>
    wanted.flatMap((code) => {
      const fault = faultOf(code)
      return fault === undefined
        ? []
        : [{ ...place(at, 'definitions'), reason: `${id}.definitions: ${fault}` }]
    }),
  )
}
