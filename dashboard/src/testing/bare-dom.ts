/** A minimal DOM for Preact to render into: elements in a tree, without layout, style or events. */
class BareNode {
  readonly childNodes: BareNode[] = [];
  readonly attributes = new Map<string, unknown>();
  readonly style = { setProperty: () => {} };
  readonly name: string;
  data = '';
  parentNode: BareNode | null = null;
  constructor(name: string) {
    this.name = name;
  }
  get namespaceURI(): string {
    return 'http://www.w3.org/1999/xhtml';
  }
  get firstChild(): BareNode | null {
    return this.childNodes[0] ?? null;
  }
  get nextSibling(): BareNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }
  get textContent(): string {
    return this.data + this.childNodes.map(({ textContent }) => textContent).join('');
  }
  insertBefore(node: BareNode, before: BareNode | null): BareNode {
    node.parentNode?.removeChild(node);
    const at = before === null ? this.childNodes.length : this.childNodes.indexOf(before);
    this.childNodes.splice(at, 0, node);
    node.parentNode = this;
    return node;
  }
  appendChild(node: BareNode): BareNode {
    return this.insertBefore(node, null);
  }
  removeChild(node: BareNode): void {
    this.childNodes.splice(this.childNodes.indexOf(node), 1);
    node.parentNode = null;
  }
  remove(): void {
    this.parentNode?.removeChild(this);
  }
  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, value);
  }
  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }
  addEventListener(): void {}
  removeEventListener(): void {}
}

/** Frames that a test advances by hand. */
export interface BareDom {
  readonly root: Element;
  /** Runs the callbacks of the next frame and the renders that they request. */
  frame(): Promise<void>;
}

/** Puts a bare `document` and `requestAnimationFrame` in place of a browser's. */
export function bareDom(): BareDom {
  const waiting: (() => void)[] = [];
  const text = (data: string) => Object.assign(new BareNode('#text'), { data });
  Object.assign(globalThis, {
    document: { createElementNS: (_: string, name: string) => new BareNode(name), createTextNode: text },
    requestAnimationFrame: (run: () => void) => waiting.push(run),
  });
  return {
    root: new BareNode('root') as unknown as Element,
    async frame() {
      for (const run of waiting.splice(0)) run();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}
