import type { Behavior, template } from 'glass-easel'
import { MiniProgramEnv, component, type CodeSpace } from 'glass-easel-miniprogram-adapter'
import type { ControlContext } from '../controls/control.ts'
import { createBackendContext } from './elements.ts'

/** What a page's or component's `.json` says that matters here. */
export type UnitSettings = {
  component?: boolean
  usingComponents?: Record<string, string>
  styleIsolation?: string
  addGlobalClass?: boolean
  navigationBarTitleText?: string
  enablePullDownRefresh?: boolean
  onReachBottomDistance?: number
}

export type Unit = { path: string; settings: UnitSettings; template: unknown; scope: string }

/** The engine with one package in it. */
export type Engine = {
  define: (unit: Unit) => { Page: unknown; Component: unknown; Behavior: unknown }
  /** Makes a page that is not shown yet. */
  createPage: (path: string) => PageHandle
}

export type PageHandle = {
  /** What pages call `this`. */
  page: Record<string, unknown>
  attach: (container: HTMLElement) => void
  release: () => void
  /** `show` and `hide`, for the components of the page. */
  tell: (name: 'show' | 'hide') => void
  /** The first node of the page itself, not of its components, that the selector names. */
  find: (selector: string) => HTMLElement | undefined
}

export function createEngine(context: ControlContext): Engine {
  followFeishu()
  const env = new MiniProgramEnv()
  const backend = env.associateBackend(createBackendContext(context))
  const space = env.createCodeSpace('package', true)
  space.setOverallBehavior(readyAfterAttached(space))
  return {
    define(unit) {
      addUnit(space, unit)
      return space.componentEnv(unit.path, (made) => made)
    },
    createPage(path) {
      const root = backend.createRoot('tt-view', space, path)
      return {
        page: root.get() as unknown as Record<string, unknown>,
        attach(container) {
          const place = document.createElement('i')
          container.append(place)
          root.attach(container as never, place as never)
        },
        release: () => root.release(),
        tell: (name) => root.getComponent().triggerPageLifetime(name, []),
        find(selector) {
          const found = root.getComponent().getShadowRoot()?.querySelector(selector)
          return (found?.getBackendElement() ?? undefined) as HTMLElement | undefined
        },
      }
    },
  }
}

function addUnit(space: CodeSpace, { path, settings, template: compiled, scope }: Unit): void {
  const { component: isComponent = false, usingComponents, addGlobalClass, styleIsolation } = settings
  const isolation = styleIsolation ?? (!isComponent || addGlobalClass ? 'apply-shared' : 'isolated')
  space.addComponentStaticConfig(path, {
    component: isComponent,
    // The adapter's own enum has these very words.
    styleIsolation: isolation as unknown as never,
    ...(usingComponents && { usingComponents }),
  })
  space.addStyleSheet(path, undefined, scope)
  space.addCompiledTemplate(path, compiled as template.ComponentTemplate)
}

/** The engine leaves `ready` to whoever lays the page out. */
function readyAfterAttached(space: CodeSpace): Behavior<never, never, never, never> {
  const definition = {
    lifetimes: {
      attached(this: { _$: { triggerLifetime: (name: string, args: []) => void } }) {
        requestAnimationFrame(() => {
          this._$.triggerLifetime('ready', [])
        })
      },
    },
  }
  return space.getComponentSpace().defineBehavior(definition) as never
}

/** Where Feishu's components differ from those that the adapter was made for. */
function followFeishu(): void {
  const proto = component.ComponentCaller.prototype as unknown as Record<
    string,
    (...args: never[]) => unknown
  >
  const { setData, selectComponent } = proto as {
    setData: (data: object, callback?: () => void) => void
    selectComponent: (selector: string) => unknown
  }
  // What a page hands over crosses a bridge as JSON there: no functions, no shared objects.
  proto['setData'] = function (this: unknown, data: object, callback?: () => void) {
    setData.call(this, JSON.parse(JSON.stringify(data)) as object, callback)
  }
  proto['selectComponent'] = function (this: unknown, selector: string, callback?: (found: unknown) => void) {
    const found = selectComponent.call(this, selector)
    callback?.(found)
    return found
  }
}
