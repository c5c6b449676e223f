/** What JSX becomes. A file of its own: every chunk needs this, and only the renderer the rest of dom.ts. */
export type Child = Node | string | number | boolean | null | undefined | readonly Child[];
export type Component<P> = (props: P) => Child;
export interface Node {
  readonly type: string | Component<any>;
  readonly props: Readonly<Record<string, any>>;
  readonly key: unknown;
}

export function h(type: Node["type"], props: Record<string, any> | null, ...children: Child[]): Node {
  return { type, props: { ...props, children }, key: props?.key };
}

export declare namespace h {
  namespace JSX {
    type Element = Child;
    interface ElementChildrenAttribute {
      children: {};
    }
    interface IntrinsicAttributes {
      key?: string | number | undefined;
    }
    interface IntrinsicElements {
      [tag: string]: any;
    }
  }
}
