/* The width that a drawing has, so that it is drawn in the size in which it is read. */
import { useCallback, useRef, useState } from "preact/hooks";

export function useWidth() {
    const watch = useRef(null), [width, setWidth] = useState(640);
    const frame = useCallback((node) => {
        watch.current?.disconnect();
        if (!node) return;
        const measure = () => node.clientWidth && setWidth(node.clientWidth);
        watch.current = new ResizeObserver(measure);
        watch.current.observe(node);
        measure();
    }, []);
    return [frame, width];
}
