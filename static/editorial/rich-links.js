// A button in the editors' text field that links to one of our own pages.
(() => {
  const { React, draftail, ChooserModalOnloadHandlerFactory } = window;

  class RowLinkSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.chooser,
        urlParams: {},
        onload: new ChooserModalOnloadHandlerFactory().getOnLoadHandlers(),
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData(data) {
      return { id: data.id, string: data.string };
    }
  }

  const RowLink = (props) => {
    const data = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement("span", { className: "Draftail-tokenEntity", title: data.string }, props.children);
  };

  draftail.registerPlugin({ type: "ARTICLELINK", source: RowLinkSource, decorator: RowLink }, "entityTypes");
})();
