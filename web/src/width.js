/* The width that a drawing has, so that it is drawn in the size in which it is read. */
import { useEffect, useRef, useState } from "preact/hooks";

export function useWidth() {
    const frame = useRef(null), [width, setWidth] = useState(640);
    useEffect(() => {
        const measure = () => frame.current?.clientWidth && setWidth(frame.current.clientWidth);
        const watch = new ResizeObserver(measure);
        measure();
        watch.observe(frame.current);
        return () => watch.disconnect();
    }, []);
    return [frame, width];
}
