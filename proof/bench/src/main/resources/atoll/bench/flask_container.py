"""A container as Infernet's own examples have it: Flask, served by one worker of gunicorn."""
import flask
import gunicorn.app.base

service = flask.Flask(__name__)


@service.post("/service_output")
def service_output():
    return {"output": flask.request.json["data"]}


class Server(gunicorn.app.base.BaseApplication):
    def load_config(self):
        self.cfg.set("bind", "127.0.0.1:0")
        self.cfg.set("backlog", 256)
        self.cfg.set("when_ready", lambda arbiter: print(arbiter.LISTENERS[0].sock.getsockname()[1], flush=True))

    def load(self):
        return service


Server().run()
