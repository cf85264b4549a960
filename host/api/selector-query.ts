import type { OpenPage } from '../router/page-stack.ts'

type Measure = (element: HTMLElement) => object
type Callback = (result: object | null) => void

/** TTML, SelectorQuery: where nodes of the page on top are. */
export function selectorApis(top: () => OpenPage | undefined) {
  const createSelectorQuery = () => {
    const requests: (() => object | null)[] = []
    const nodes = (find: () => HTMLElement | undefined) => {
      const ask = (measure: Measure) => (callback?: Callback) => {
        requests.push(() => {
          const element = find()
          const result = element ? measure(element) : null
          callback?.(result)
          return result
        })
        return query
      }
      return { boundingClientRect: ask(toRect), scrollOffset: ask(toOffset) }
    }
    const query = {
      select: (selector: string) => nodes(() => top()?.handle.find(selector)),
      selectViewport: () => nodes(() => top()?.container),
      exec(callback?: (results: (object | null)[]) => void): void {
        queueMicrotask(() => callback?.(requests.map((request) => request())))
      },
    }
    return query
  }
  return { createSelectorQuery }
}

function toRect(element: HTMLElement): object {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
  return { left, top, right, bottom, width, height }
}

const toOffset = ({ scrollLeft, scrollTop }: HTMLElement): object => ({ scrollLeft, scrollTop })
