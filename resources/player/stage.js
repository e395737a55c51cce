/* Films on a stage: one is shown, the ones that may follow wait behind it with their first frame decoded.
 *
 * The film shown stays until the next has a frame to show, so that a branch shows no black and no gap.
 */
(function (EduPulse) {
  "use strict";

  const { address, make } = EduPulse.elements;
  const MOST_WAITING = 6;
  const HAVE_CURRENT_DATA = 2;
  /* From play() to the first sound pass 50 to 100 ms in Chromium; a film that is sure to follow is called so much early. */
  const LEAD_MS = 80;
  /* A film that is shown paused may have painted its frame before anybody asked. */
  const LONGEST_OVERLAP_MS = 400;
  const ON_ITS_WAY_MS = 150;
  /* Half a frame at 25 frames per second: no frame of the next stretch is seen. */
  const EARLY_MS = 20;
  /* Container and frame lengths differ by less than two frames. */
  const WHOLE_FILM_MS = 80;

  class Stage {
    #lesson;
    #box;
    #listener;
    #waiting = new Map();
    #current = null;
    #ticking = false;
    #layer = 0;

    /* listener: {time(ms), ended(), follower(), failed(), blocked(), playing(isPlaying), waiting(isWaiting)};
     * follower returns the scene that is sure to come next, or null. */
    constructor(lesson, box, listener) {
      this.#lesson = lesson;
      this.#box = box;
      this.#listener = listener;
      this.rate = 1;
      this.volume = 1;
      this.muted = false;
    }

    /* The scene on the stage. */
    get shows() {
      return this.#current ? this.#current.scene.id : null;
    }

    get isPlaying() {
      return this.#current !== null && !this.#current.video.paused && !this.#current.done;
    }

    get positionMs() {
      return this.#current ? this.#clamped(this.#current.video.currentTime * 1000 - this.#current.film.start_ms) : 0;
    }

    get lengthMs() {
      return this.#current ? this.#current.film.end_ms - this.#current.film.start_ms : 0;
    }

    /* Keeps exactly these scenes waiting; the first ones if there are too many. */
    prepare(scenes) {
      const wanted = new Map(scenes.filter((scene) => scene.film).slice(0, MOST_WAITING).map((scene) => [scene.id, scene]));
      for (const [id, reel] of this.#waiting) {
        if (!wanted.has(id)) {
          this.#waiting.delete(id);
          release(reel);
        }
      }
      for (const [id, scene] of wanted) if (!this.#waiting.has(id)) this.#waiting.set(id, this.#load(scene));
    }

    /* Shows a scene from a position, at once if it has been waiting. */
    show(scene, fromMs = 0, play = true) {
      const before = this.#current;
      const reel = this.#waiting.get(scene.id) ?? this.#load(scene);
      this.#waiting.delete(scene.id);
      if (fromMs > 0 || !play) recall(reel);
      this.#recallAll();
      this.#current = reel;
      reel.done = false;
      reel.fromMs = fromMs;
      if (before) {
        before.video.pause();
        before.left = true;
      }
      this.applySound();
      whenDrawable(reel, () => {
        if (this.#current !== reel) {
          if (before) release(before);
          return;
        }
        this.#layer += 1;
        reel.video.style.zIndex = String(this.#layer);
        reel.video.classList.add("shown");
        if (before) whenPainted(reel.video, () => release(before));
        this.#listener.waiting(false);
      });
      if (reel.failed) this.#listener.failed();
      else if (play) this.play();
      // A film that was called early plays already, and says so no second time.
      this.#tellPlaying();
    }

    play() {
      const reel = this.#current;
      if (!reel || reel.done) return;
      reel.video.play().catch((refusal) => {
        if (this.#current === reel && refusal.name === "NotAllowedError") this.#listener.blocked();
      });
    }

    pause() {
      this.#current?.video.pause();
      this.#recallAll();
    }

    seek(ms) {
      const reel = this.#current;
      if (!reel || reel.done) return;
      this.#recallAll();
      const last = Math.max(0, this.lengthMs - 100);
      reel.video.currentTime = (reel.film.start_ms + Math.min(Math.max(0, ms), last)) / 1000;
      this.#listener.time(this.positionMs);
    }

    /* Seeks for good: a film that plays gets to its end by itself, one that is paused is over there at once. */
    seekTo(ms) {
      const isOver = !this.isPlaying && ms >= this.lengthMs;
      this.seek(ms);
      if (isOver && this.#current) this.#end(this.#current);
    }

    applySound() {
      for (const reel of [this.#current, ...this.#waiting.values()]) {
        if (!reel) continue;
        reel.video.playbackRate = this.rate;
        reel.video.volume = this.volume;
        reel.video.muted = this.muted;
      }
    }

    clear() {
      this.prepare([]);
      if (this.#current) release(this.#current);
      this.#current = null;
    }

    #load(scene) {
      const video = make("video", { preload: "auto", playsinline: true, "aria-hidden": "true", tabindex: "-1" });
      video.disablePictureInPicture = true;
      const length = this.#lesson.films.find((film) => film.file === scene.film.file)?.length_ms ?? scene.film.end_ms;
      const reel = {
        scene, film: scene.film, video, fromMs: 0, failed: false, done: false, left: false, isCalled: false, hasCalled: false,
        isWhole: scene.film.start_ms === 0 && scene.film.end_ms >= length - WHOLE_FILM_MS,
      };
      const isCurrent = () => this.#current === reel;
      video.addEventListener("ended", () => isCurrent() && this.#end(reel));
      video.addEventListener("error", () => {
        if (reel.left || !video.getAttribute("src")) return;
        reel.failed = true;
        if (isCurrent()) this.#listener.failed();
      });
      video.addEventListener("play", () => isCurrent() && this.#tellPlaying());
      video.addEventListener("pause", () => {
        if (!isCurrent() || video.ended) return;
        this.#listener.waiting(false);
        this.#tellPlaying();
      });
      video.addEventListener("waiting", () => isCurrent() && this.#listener.waiting(true));
      video.addEventListener("playing", () => isCurrent() && this.#listener.waiting(false));
      video.addEventListener("timeupdate", () => isCurrent() && this.#look(reel));
      if (scene.film.start_ms > 0) {
        video.addEventListener("loadedmetadata", () => (video.currentTime = scene.film.start_ms / 1000), { once: true });
      }
      video.src = address(scene.film.file);
      this.#box.append(video);
      return reel;
    }

    /* Tells the state of the film on the stage, and looks at it in every frame while it plays. */
    #tellPlaying() {
      this.#listener.playing(this.isPlaying);
      if (this.#ticking || !this.isPlaying) return;
      this.#ticking = true;
      const tick = () => {
        if (!this.isPlaying) {
          this.#ticking = false;
          return;
        }
        this.#look(this.#current);
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    }

    #look(reel) {
      if (reel.done) return;
      this.#listener.time(this.positionMs);
      this.#callFollower(reel);
      if (!reel.isWhole && !reel.video.paused && reel.video.currentTime * 1000 >= reel.film.end_ms - EARLY_MS) {
        reel.video.pause();
        this.#end(reel);
      }
    }

    #callFollower(reel) {
      if (reel.hasCalled || reel.video.paused || this.lengthMs - this.positionMs > LEAD_MS * this.rate) return;
      reel.hasCalled = true;
      const next = this.#listener.follower();
      const waiting = next ? this.#waiting.get(next.id) : null;
      if (!waiting || waiting.video.readyState <= HAVE_CURRENT_DATA) return;
      waiting.isCalled = true;
      // A refusal is met again, and told, when the film is shown.
      waiting.video.play().catch(() => {});
    }

    /* Sends films that were called early back to their first frame. */
    #recallAll() {
      this.#waiting.forEach(recall);
      if (this.#current) this.#current.hasCalled = false;
    }

    #end(reel) {
      if (reel.done) return;
      reel.done = true;
      this.#listener.time(this.lengthMs);
      this.#tellPlaying();
      this.#listener.ended();
    }

    #clamped(ms) {
      return Math.min(Math.max(0, ms), this.lengthMs);
    }
  }

  /* Calls back once the film has a frame to show at the position asked for; at once if it has one already. */
  function whenDrawable(reel, then) {
    const { video } = reel;
    const at = (reel.film.start_ms + reel.fromMs) / 1000;
    const draw = () => {
      if (!reel.isCalled && Math.abs(video.currentTime - at) > 0.001) video.currentTime = at;
      if (video.seeking) video.addEventListener("seeked", then, { once: true });
      else then();
    };
    if (video.readyState >= HAVE_CURRENT_DATA) draw();
    else video.addEventListener("loadeddata", draw, { once: true });
  }

  /* Calls back once a frame of this video has reached the screen; until then the one beneath is seen. */
  function whenPainted(video, then) {
    let isDone = false;
    const once = () => {
      if (!isDone) then();
      isDone = true;
    };
    // The callback comes while the frame is on its way to the screen.
    video.requestVideoFrameCallback?.(() => setTimeout(once, ON_ITS_WAY_MS));
    setTimeout(once, LONGEST_OVERLAP_MS);
  }

  function recall(reel) {
    if (!reel.isCalled) return;
    reel.isCalled = false;
    reel.video.pause();
    reel.video.currentTime = reel.film.start_ms / 1000;
  }

  function release(reel) {
    reel.left = true;
    reel.video.pause();
    reel.video.removeAttribute("src");
    reel.video.load();
    reel.video.remove();
  }

  EduPulse.stage = { Stage };
})((globalThis.EduPulse ??= {}));
